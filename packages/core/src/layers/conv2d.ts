import {tf} from '@espalier/backend';
import {convolution} from './convolution.ts';

/** Convolution over [height, width, channels]. Kernel [height, width, in, out]. */
export const conv2d = convolution({
  type: 'Conv2D',
  rank: 2,
  convolve: (x, kernel, {strides, padding}) =>
    tf.conv2d(x as tf.Tensor4D, kernel as tf.Tensor4D, strides as [number, number], padding)
});
