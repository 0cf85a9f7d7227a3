import {tf} from '@espalier/backend';
import {transposedConvolution} from './transposedConvolution.ts';

/** Transposed convolution over [depth, height, width, channels]. Kernel [depth, height, width, out, in]. */
export const conv3dTranspose = transposedConvolution({
  type: 'Conv3DTranspose',
  rank: 3,
  convolve: (x, kernel, shape, {strides, padding}) =>
    tf.conv3dTranspose(
      x as tf.Tensor5D,
      kernel as tf.Tensor5D,
      shape as [number, number, number, number, number],
      strides as [number, number, number],
      padding
    )
});
