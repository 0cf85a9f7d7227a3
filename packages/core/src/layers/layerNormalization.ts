import {tf} from '@espalier/backend';
import {axesOf, mayMeetChannels, writtenAxes} from './axes.ts';
import {flag, numberOr, requireDefault} from './config.ts';
import type {LayerType, WeightSpec} from './layerType.ts';

/**
 * Normalises each example over some of its axes, the channels by default. γ and β have the sizes of those axes.
 *
 * Over the channels, leaving one out changes the mean and variance of the others, which a zero does not do in the same
 * way: channels are frozen there.
 */
export const layerNormalization: LayerType = {
  type: 'LayerNormalization',
  outputShape: (config, [input]) => {
    axesOf(config, 'axis', -1, input!);
    requireDefault(config, 'rms_scaling', false);
    return input!;
  },
  weights: (config, [input]) => {
    const axes = axesOf(config, 'axis', -1, input!);
    const spec = (name: string, initial: 'zeros' | 'ones'): WeightSpec => ({
      name,
      shape: axes.map(axis => input![axis - 1]!),
      axes: axes.map(axis => (axis === input!.length ? 'out' : null)),
      initial,
      trainable: true
    });
    return [
      ...(flag(config, 'scale', true) ? [spec('gamma', 'ones')] : []),
      ...(flag(config, 'center', true) ? [spec('beta', 'zeros')] : [])
    ];
  },
  run: ({config, inputs, weight}) => {
    const x = inputs[0]!;
    const axes = axesOf(config, 'axis', -1, x.shape.slice(1));
    const along = (tensor: tf.Tensor) =>
      tf.reshape(
        tensor,
        x.shape.map((size, axis) => (axes.includes(axis) ? size : 1))
      );
    const {mean, variance} = tf.moments(x, axes, true);
    const normal = tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, numberOr(config, 'epsilon', 1e-3))));
    const scaled = flag(config, 'scale', true) ? tf.mul(normal, along(weight('gamma'))) : normal;
    return flag(config, 'center', true) ? tf.add(scaled, along(weight('beta'))) : scaled;
  },
  flow: config => {
    const axes = writtenAxes(config, 'axis', -1);
    if (axes.includes(-1)) return {kind: 'mix', because: 'normalizes over its channels'};
    return mayMeetChannels(axes)
      ? {kind: 'mix', because: 'normalizes over axes counted from the front, which may take in the channels'}
      : {kind: 'pass'};
  },
  role: () => 'normalization'
};
