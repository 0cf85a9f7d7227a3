import {tf} from '@espalier/backend';
import {activate, activationName, isReluLike} from './activations.ts';
import {numberOr} from './config.ts';
import type {LayerType} from './layerType.ts';

/** An element-wise activation by name. */
export const activation: LayerType = {
  type: 'Activation',
  outputShape: (config, [input]) => {
    activationName(config);
    return input!;
  },
  run: ({config, inputs}) => activate(activationName(config), inputs[0]!),
  flow: {kind: 'pass'},
  role: () => 'activation',
  plain: config => isReluLike(activationName(config))
};

/** ReLU with an optional upper bound; TensorFlow.js has no slope or threshold here. */
export const relu: LayerType = {
  type: 'ReLU',
  outputShape: (_config, [input]) => input!,
  run: ({config, inputs}) => {
    const bound = config['max_value'] ?? null;
    if (bound === null) return tf.relu(inputs[0]!);
    return bound === 6 ? tf.relu6(inputs[0]!) : tf.clipByValue(inputs[0]!, 0, numberOr(config, 'max_value', 6));
  },
  flow: {kind: 'pass'},
  role: () => 'activation',
  plain: config => (config['max_value'] ?? null) === null
};

export const leakyRelu: LayerType = {
  type: 'LeakyReLU',
  outputShape: (_config, [input]) => input!,
  run: ({config, inputs}) => tf.leakyRelu(inputs[0]!, numberOr(config, 'alpha', 0.3)),
  flow: {kind: 'pass'},
  role: () => 'activation',
  plain: () => true
};

export const elu: LayerType = {
  type: 'ELU',
  outputShape: (_config, [input]) => input!,
  run: ({config, inputs}) => {
    const alpha = numberOr(config, 'alpha', 1);
    if (alpha !== 1) throw new Error(`Expected \`alpha\` to be 1, got ${alpha}.`);
    return tf.elu(inputs[0]!);
  },
  flow: {kind: 'pass'},
  role: () => 'activation'
};

/** Softmax over the last axis: each output depends on every channel, so they cannot be units. */
export const softmax: LayerType = {
  type: 'Softmax',
  outputShape: (config, [input]) => {
    const axis = config['axis'] ?? -1;
    if (axis !== -1 && axis !== input!.length)
      throw new Error(`Expected \`axis\` to be -1, got ${JSON.stringify(axis)}.`);
    return input!;
  },
  run: ({inputs}) => tf.softmax(inputs[0]!),
  flow: {kind: 'mix'}
};
