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
  hard_sigmoid: x => tf.clipByValue(tf.add(tf.mul(x, 0.2), 0.5), 0, 1)
};

export function activationNames(): readonly string[] {
  return Object.keys(ACTIVATIONS);
}

/** Name of the activation in a configuration (`linear` where there is none). Throws on one that is not known. */
export function activationName(config: Readonly<Record<string, unknown>>): string {
  const name = config['activation'] ?? 'linear';
  if (typeof name === 'string' && (name in ACTIVATIONS || name === 'softmax')) return name;
  throw new Error(
    `Expected \`activation\` to be one of ${activationNames().join(', ')}, got ${JSON.stringify(config['activation'])}.`
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
