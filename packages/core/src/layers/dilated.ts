import {tf} from '@espalier/backend';

export interface DilatedOptions {
  /** One number a spatial axis, like the rest. */
  readonly window: readonly number[];
  readonly dilation: readonly number[];
  readonly strides: readonly number[];
  readonly padding: 'same' | 'valid';
}

/**
 * Dilated convolution as a plain one over a batch of every n-th position: the same numbers as TensorFlow.js' own, whose
 * gradients it has for a dilation of 1 only. x is [batch, …spatial, in]; `convolve` is called once, on `valid` padding
 * and strides of 1.
 *
 * Throws where both strides and dilation are above 1, which Keras refuses too.
 */
export function dilated<T extends tf.Tensor>(x: T, options: DilatedOptions, convolve: (blocks: T) => tf.Tensor): T {
  const {window, dilation, strides, padding} = options;
  if (dilation.every(rate => rate === 1)) throw new Error('Expected a dilation above 1, got none.');
  if (strides.some(stride => stride > 1)) {
    throw new Error(`Expected \`strides\` to be 1 where \`dilation_rate\` is above 1, got ${strides.join(', ')}.`);
  }
  const axes = window.map((size, axis) => {
    const rate = dilation[axis]!;
    const extent = (size - 1) * rate;
    const before = padding === 'same' ? Math.floor(extent / 2) : 0;
    const padded = x.shape[axis + 1]! + (padding === 'same' ? extent : 0);
    const rest = (rate - (padded % rate)) % rate;
    return {pad: [before, (padding === 'same' ? extent - before : 0) + rest], crop: [0, rest]};
  });
  const pads = axes.map(({pad}) => pad);
  const crops = axes.map(({crop}) => crop);
  const blocks = tf.spaceToBatchND(x, [...dilation], pads);
  return tf.batchToSpaceND(convolve(blocks) as T, [...dilation], crops);
}
