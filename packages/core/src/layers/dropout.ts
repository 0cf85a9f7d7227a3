import {tf} from '@espalier/backend';
import {numberOr} from './config.ts';
import type {Config, LayerType} from './layerType.ts';

/** Shape of what is drawn; positions along axes of size 1 fall together. */
type NoiseShape = (config: Config, shape: readonly number[]) => number[];

/** `noise_shape` of a configuration, in which null stands for the input's own size. */
export const noiseShape: NoiseShape = (config, shape) => {
  const value = config['noise_shape'] ?? shape;
  const fits = Array.isArray(value) && value.length === shape.length;
  if (fits && value.every((size, axis) => size === null || size === 1 || size === shape[axis])) {
    return value.map((size: number | null, axis) => size ?? shape[axis]!);
  }
  throw new Error(
    `Expected \`noise_shape\` to have 1 or the sizes of [${shape.join(', ')}], got ${JSON.stringify(value)}.`
  );
};

/** Inverted dropout: active in training only, seeded by pass and layer. */
function inverted(type: string, shapeOf: NoiseShape): LayerType {
  return {
    type,
    outputShape: (_config, [input]) => input!,
    run: ({config, inputs, training, seed}) => {
      const x = inputs[0]!;
      const rate = numberOr(config, 'rate', 0);
      // TensorFlow.js passes everything on at a rate of 1 too.
      if (!training || rate <= 0 || rate >= 1) return x.clone();
      return tf.dropout(x, rate, shapeOf(config, x.shape), seed);
    },
    flow: {kind: 'pass'},
    plain: () => true
  };
}

export const dropout = inverted('Dropout', noiseShape);

/** Drops whole channels of [steps, channels]. */
export const spatialDropout1d = inverted('SpatialDropout1D', (_config, [batch, , channels]) => [batch!, 1, channels!]);
