import {tf} from '@espalier/backend';
import {convolution} from './convolution.ts';

/** Convolution along [steps, channels]. Kernel [size, in, out]. */
export const conv1d = convolution({
  type: 'Conv1D',
  rank: 1,
  convolve: (x, kernel, {strides: [stride], padding}) =>
    tf.conv1d(x as tf.Tensor3D, kernel as tf.Tensor3D, stride!, padding)
});
