import {tf} from '@espalier/backend';

import type {Config, Flow, UnitKind} from './layerType.ts';

type Activation = (x: tf.Tensor) => tf.Tensor;

/** The element-wise activations of Keras by their serialised names. */
const ACTIVATIONS: Readonly<Record<string, Activation>> = {
  linear: x => x.clone(),
  relu: x => tf.relu(x),
  relu6: x => tf.relu6(x),
  elu: x => tf.elu(x),
  selu: x => tf.selu(x),
  sigmoid: x => tf.sigmoid(x),
  tanh: x => tf.tanh(x),
  softplus: x => tf.softplus(x),
  softsign: x => tf.div(x, tf.add(tf.abs(x), 1)),
  swish: x => tf.mul(x, tf.sigmoid(x)),
  mish: x => tf.mul(x, tf.tanh(tf.softplus(x))),
  gelu: x => tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1)),
  hard_sigmoid: x => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1)
};

export function activationNames(): readonly string[] {
  return Object.keys(ACTIVATIONS);
}

/** Name of the element-wise activation in a configuration, `linear` where there is none. Throws on any other. */
export function activationName(config: Config): string {
  const name = config['activation'] ?? 'linear';
  if (typeof name === 'string' && name in ACTIVATIONS) return name;
  throw new Error(
    `Expected \`activation\` to be one of ${activationNames().join(', ')}, got ${JSON.stringify(config['activation'])}.`
  );
}

/** Activations in which every channel depends on all. */
const OVER_CHANNELS: Readonly<Record<string, Activation>> = {
  softmax: x => tf.softmax(x),
  log_softmax: x => tf.logSoftmax(x)
};

/** Whether a configuration's activation is a softmax, or its logarithm, over the channels. */
export function isSoftmax(config: Config): boolean {
  return typeof config['activation'] === 'string' && config['activation'] in OVER_CHANNELS;
}

/** Like `activationName`, for layers that may end in a softmax over their channels as well. */
export function outputActivation(config: Config): string {
  return isSoftmax(config) ? (config['activation'] as string) : activationName(config);
}

/** Flow of a layer whose kernel makes channels; a softmax behind it makes each of them depend on all. */
export function producing(config: Config, units: UnitKind): Flow {
  if (!isSoftmax(config)) return {kind: 'produce', units};
  return {kind: 'produce', units, kept: 'it ends in a softmax over its channels'};
}

/** Applies an activation; the result is a tensor of its own. */
export function activate(name: string, x: tf.Tensor): tf.Tensor {
  const activation = ACTIVATIONS[name] ?? OVER_CHANNELS[name];
  if (!activation) throw new Error(`Expected a known activation, got ${name}.`);
  return activation(x);
}

/** Piecewise linear with one kink at zero: ∂C/∂z · z is the same in front and behind. */
export function isReluLike(name: string): boolean {
  return name === 'linear' || name === 'relu';
}
