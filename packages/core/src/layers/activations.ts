import {tf} from '@espalier/backend';

type Activation = (x: tf.Tensor) => tf.Tensor;

/** The element-wise activations of Keras by their serialised names. Softmax mixes channels and is a layer of its own. */
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
  gelu_new: x =>
    tf.mul(
      tf.mul(x, 0.5),
      tf.add(tf.tanh(tf.mul(tf.add(x, tf.mul(tf.pow(x, 3), 0.044715)), Math.sqrt(2 / Math.PI))), 1)
    ),
  hard_sigmoid: x => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1)
};

export function activationNames(): readonly string[] {
  return Object.keys(ACTIVATIONS);
}

/**
 * Name of the element-wise activation in a configuration, `linear` where there is none. Throws on any other: softmax is
 * understood at the end of a network only, where it is taken off before.
 */
export function activationName(config: Readonly<Record<string, unknown>>): string {
  const name = config['activation'] ?? 'linear';
  if (typeof name === 'string' && name in ACTIVATIONS) return name;
  throw new Error(
    `Expected \`activation\` to be one of ${activationNames().join(', ')} (softmax at the end only), ` +
      `got ${JSON.stringify(config['activation'])}.`
  );
}

/** Applies an activation; the result is a tensor of its own. */
export function activate(name: string, x: tf.Tensor): tf.Tensor {
  const activation = ACTIVATIONS[name];
  if (!activation) throw new Error(`Expected an element-wise activation, got ${name}.`);
  return activation(x);
}

/** Piecewise linear with one kink at zero: ∂C/∂z · z is the same in front and behind. */
export function isReluLike(name: string): boolean {
  return name === 'linear' || name === 'relu';
}
