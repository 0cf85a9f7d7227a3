import {tf} from '@espalier/backend';
import {transposedConvolution} from './transposedConvolution.ts';

/** Transposed convolution over [height, width, channels]. Kernel [height, width, out, in]. */
export const conv2dTranspose = transposedConvolution({
  type: 'Conv2DTranspose',
  rank: 2,
  convolve: (x, kernel, shape, {strides, padding}) =>
    tf.conv2dTranspose(
      x as tf.Tensor4D,
      kernel as tf.Tensor4D,
      shape as [number, number, number, number],
      strides as [number, number],
      padding
    )
});
