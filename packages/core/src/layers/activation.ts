import {tf} from '@espalier/backend';
import {activate, isReluLike, isSoftmax, outputActivation} from './activations.ts';
import {numberOr, requireDefault} from './config.ts';
import type {Config, LayerType} from './layerType.ts';

/** An activation by name; all are element-wise but softmax and its logarithm, over the channels. */
export const activation: LayerType = {
  type: 'Activation',
  outputShape: (config, [input]) => {
    outputActivation(config);
    return input!;
  },
  run: ({config, inputs}) => activate(outputActivation(config), inputs[0]!),
  flow: config => (isSoftmax(config) ? {kind: 'mix', because: 'is a softmax over its channels'} : {kind: 'pass'}),
  role: config => (isSoftmax(config) ? undefined : 'activation'),
  plain: config => isReluLike(outputActivation(config))
};

/** ReLU with an optional upper bound; TensorFlow.js has no slope or threshold here. */
export const relu: LayerType = {
  type: 'ReLU',
  outputShape: (config, [input]) => {
    requireDefault(config, 'negative_slope', 0);
    requireDefault(config, 'threshold', 0);
    return input!;
  },
  run: ({config, inputs}) => {
    const bound = config['max_value'] ?? null;
    if (bound === null) return tf.relu(inputs[0]!);
    return bound === 6 ? tf.relu6(inputs[0]!) : tf.clipByValue(inputs[0]!, 0, numberOr(config, 'max_value', 6));
  },
  flow: {kind: 'pass'},
  role: () => 'activation',
  plain: config => (config['max_value'] ?? null) === null
};

/** Whether a layer is max(x, 0) and nothing else. */
export function isRelu({type, config}: {readonly type: string; readonly config: Config}): boolean {
  if (type === 'Activation') return config['activation'] === 'relu';
  return type === 'ReLU' && (config['max_value'] ?? null) === null;
}

/** x · alpha where x < 0. TensorFlow.js calls the slope `alpha`; what Keras 3 calls it must not say otherwise. */
export const leakyRelu: LayerType = {
  type: 'LeakyReLU',
  outputShape: (config, [input]) => {
    const alpha = numberOr(config, 'alpha', 0.3);
    const slope = numberOr(config, 'negative_slope', alpha);
    if (slope === alpha) return input!;
    throw new Error(
      `Expected \`alpha\` to be ${slope} like \`negative_slope\`, got ${alpha}: TensorFlow.js reads alpha.`
    );
  },
  run: ({config, inputs}) => tf.leakyRelu(inputs[0]!, numberOr(config, 'alpha', 0.3)),
  flow: {kind: 'pass'},
  role: () => 'activation',
  plain: () => true
};

export const elu: LayerType = {
  type: 'ELU',
  outputShape: (config, [input]) => {
    requireDefault(config, 'alpha', 1);
    return input!;
  },
  run: ({inputs}) => tf.elu(inputs[0]!),
  flow: {kind: 'pass'},
  role: () => 'activation'
};

/** x where x > theta, else 0. */
export const thresholdedRelu: LayerType = {
  type: 'ThresholdedReLU',
  outputShape: (_config, [input]) => input!,
  run: ({config, inputs}) => tf.mul(inputs[0]!, tf.step(tf.sub(inputs[0]!, numberOr(config, 'theta', 1)))),
  flow: {kind: 'pass'},
  role: () => 'activation',
  plain: () => true
};
