/** How layers' settings are read, for who writes networks in formats of others: `@espalier/core/layers`. */
export {activationName, isSoftmax, outputActivation} from './activations.ts';
export {axesOf} from './axes.ts';
export {count, flag, numberOr, padding, pair, tuple} from './config.ts';
export {innerLayer, withInnerConfig} from './innerLayer.ts';
export type {Config} from './layerType.ts';
export {layerType} from './index.ts';
export {putSoftmaxBack} from '../graph/softmaxes.ts';
