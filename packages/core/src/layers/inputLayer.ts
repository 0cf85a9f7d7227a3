import type {LayerType} from './layerType.ts';

/** Where examples enter; its shape comes from `batch_input_shape`, whose first entry is the batch axis. */
export const inputLayer: LayerType = {
  type: 'InputLayer',
  outputShape: config => {
    const shape = config['batch_input_shape'] ?? config['batch_shape'];
    if (!Array.isArray(shape) || shape.length < 2) {
      throw new Error(`Expected \`batch_input_shape\` to be [null, …shape], got ${JSON.stringify(shape)}.`);
    }
    return shape.slice(1).map(size => (typeof size === 'number' && size > 0 ? size : NaN));
  },
  run: () => {
    throw new Error('Expected a value for every input of the network, got none.');
  },
  flow: {kind: 'source'}
};
