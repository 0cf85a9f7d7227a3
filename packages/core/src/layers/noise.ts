import {tf} from '@espalier/backend';
import {numberOr} from './config.ts';
import {noiseShape} from './dropout.ts';
import type {LayerCall, LayerType} from './layerType.ts';

type Noise = (x: tf.Tensor, call: LayerCall) => tf.Tensor;

/** Noise in training only, seeded by pass and layer. */
function noisy(type: string, key: 'rate' | 'stddev', noise: Noise): LayerType {
  return {
    type,
    outputShape: (config, [input]) => {
      numberOr(config, key, NaN);
      return input!;
    },
    run: call => {
      const strength = numberOr(call.config, key, NaN);
      const on = call.training && strength > 0 && (key === 'stddev' || strength < 1);
      return on ? noise(call.inputs[0]!, call) : call.inputs[0]!.clone();
    },
    flow: {kind: 'pass'}
  };
}

/** Adds normal noise. */
export const gaussianNoise = noisy('GaussianNoise', 'stddev', (x, {config, seed}) =>
  tf.add(x, tf.randomNormal(x.shape, 0, numberOr(config, 'stddev', NaN), 'float32', seed))
);

/** Multiplies by normal noise around 1, of the variance that dropout would have. */
export const gaussianDropout: LayerType = {
  ...noisy('GaussianDropout', 'rate', (x, {config, seed}) => {
    const rate = numberOr(config, 'rate', NaN);
    return tf.mul(x, tf.randomNormal(x.shape, 1, Math.sqrt(rate / (1 - rate)), 'float32', seed));
  }),
  plain: () => true
};

/** Where SELU goes for very negative inputs. */
const SATURATION = -1.6732632423543772 * 1.0507009873554805;

/**
 * Sets some values to where SELU saturates, and keeps mean and variance (Klambauer et al., NeurIPS 2017,
 * arXiv:1706.02515).
 */
export const alphaDropout = noisy('AlphaDropout', 'rate', (x, {config, seed}) => {
  const rate = numberOr(config, 'rate', NaN);
  const drawn = tf.randomUniform(noiseShape(config, x.shape), 0, 1, 'float32', seed);
  const kept = tf.cast(tf.greaterEqual(drawn, rate), 'float32');
  const scale = 1 / Math.sqrt((1 - rate) * (1 + rate * SATURATION ** 2));
  const dropped = tf.add(tf.mul(x, kept), tf.mul(tf.sub(1, kept), SATURATION));
  return tf.add(tf.mul(dropped, scale), -scale * SATURATION * rate);
});
