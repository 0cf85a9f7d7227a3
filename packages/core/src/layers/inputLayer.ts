import type {LayerType} from './layerType.ts';

/** Where examples enter; its shape comes from `batch_input_shape`, whose first entry is the batch axis. */
export const inputLayer: LayerType = {
  type: 'InputLayer',
  outputShape: config => {
    const shape = config['batch_input_shape'] ?? config['batch_shape'];
    if (!Array.isArray(shape) || shape.length < 2) {
      throw new Error(`Expected \`batch_input_shape\` to be [null, …shape], got ${JSON.stringify(shape)}.`);
    }
    const sizes = shape.slice(1) as unknown[];
    if (sizes.every(size => typeof size === 'number' && Number.isInteger(size) && size > 0)) return sizes as number[];
    throw new Error(
      `Expected an input whose sizes are known, got ${JSON.stringify(shape)}: give the shape of one example (\`--input\`).`
    );
  },
  run: () => {
    throw new Error('Expected a value for every input of the network, got none.');
  },
  flow: {kind: 'source'}
};
