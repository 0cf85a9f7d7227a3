import {tf} from '@espalier/backend';
import {axesOf, mayMeetChannels, writtenAxes} from './axes.ts';
import type {LayerType} from './layerType.ts';

/**
 * Softmax over the channels, or over several axes at once as TensorFlow.js computes it. It has none over a single axis
 * other than the last, and takes the first axis where none is given.
 */
export const softmax: LayerType = {
  type: 'Softmax',
  outputShape: (config, [input]) => {
    const axes = axesOf(config, 'axis', 1, input!);
    if (axes.length > 1 || axes[0] === input!.length) return input!;
    throw new Error(
      `Expected \`axis\` to be the last one (-1) or several, got ${axes[0]}: TensorFlow.js has no other.`
    );
  },
  run: ({config, inputs}) => {
    const x = inputs[0]!;
    const axes = axesOf(config, 'axis', 1, x.shape.slice(1));
    return axes.length === 1 ? tf.softmax(x) : tf.exp(tf.sub(x, tf.logSumExp(x, axes, true)));
  },
  flow: config =>
    mayMeetChannels(writtenAxes(config, 'axis', 1))
      ? {kind: 'mix', because: 'is a softmax over its channels'}
      : {kind: 'pass'}
};
