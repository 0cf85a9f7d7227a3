/** Layers and networks that other packages test on too: `@espalier/core/testing`. */
export {LAYER_CASES, type LayerCase} from './layerCases.ts';
export {normal, oneLayer, runOneLayer} from './oneLayer.ts';
export {familyOf, familyShape, randomNetwork} from './randomNetwork.ts';
export {normalizedNetwork, plainNetwork, residualNetwork} from './smallNetworks.ts';
