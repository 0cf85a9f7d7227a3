import {tf} from '@espalier/backend';
import {convolution} from './convolution.ts';

/** Convolution over [depth, height, width, channels]. Kernel [depth, height, width, in, out]. */
export const conv3d = convolution({
  type: 'Conv3D',
  rank: 3,
  convolve: (x, kernel, {strides, padding}) =>
    tf.conv3d(x as tf.Tensor5D, kernel as tf.Tensor5D, strides as [number, number, number], padding)
});
