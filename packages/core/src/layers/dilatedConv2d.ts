import {tf} from '@espalier/backend';

export interface DilatedOptions {
  /** Rows, columns. */
  readonly dilation: readonly [number, number];
  readonly strides: readonly [number, number];
  readonly padding: 'same' | 'valid';
}

/**
 * Dilated convolution as a plain one over a batch of every n-th row and column: the same numbers as `tf.conv2d`, whose
 * gradient TensorFlow.js has for a dilation of 1 only. x is [batch, height, width, in], the result [batch, height', width', out].
 *
 * Throws where both strides and dilation are above 1, which Keras refuses too.
 */
export function dilatedConv2d(x: tf.Tensor4D, kernel: tf.Tensor4D, options: DilatedOptions): tf.Tensor4D {
  const {dilation, strides, padding} = options;
  if (strides.some(stride => stride > 1)) {
    throw new Error(`Expected \`strides\` to be 1 where \`dilation_rate\` is above 1, got ${strides.join(', ')}.`);
  }
  const axes = ([0, 1] as const).map(axis => {
    const extent = (kernel.shape[axis] - 1) * dilation[axis];
    const before = padding === 'same' ? Math.floor(extent / 2) : 0;
    const padded = x.shape[axis + 1]! + (padding === 'same' ? extent : 0);
    const rest = (dilation[axis] - (padded % dilation[axis])) % dilation[axis];
    return {pad: [before, (padding === 'same' ? extent - before : 0) + rest] as [number, number], crop: [0, rest]};
  });
  const blocks = tf.spaceToBatchND(
    x,
    [...dilation],
    axes.map(({pad}) => pad)
  );
  const maps = tf.conv2d(blocks, kernel, 1, 'valid');
  return tf.batchToSpaceND(
    maps,
    [...dilation],
    axes.map(({crop}) => crop)
  );
}
