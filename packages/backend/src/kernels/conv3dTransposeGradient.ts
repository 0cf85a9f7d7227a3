import {tf} from '../tf.ts';
import {replaceGradient} from './composeKernel.ts';

/**
 * Registers the gradient of a transposed 3-D convolution, which TensorFlow.js lacks (it has the one in 2-D): a
 * convolution is linear, so that the gradient of its gradient by the input is the convolution itself.
 */
export function registerConv3dTransposeGradient(): void {
  replaceGradient({
    kernelName: 'Conv3DBackpropInputV2',
    inputsToSave: ['dy', 'filter'],
    gradFunc: (derivative, saved, attributes) => {
      const wide = derivative as tf.Tensor5D; // [n, d, h, w, c]
      const [narrow, filter] = saved as [tf.Tensor5D, tf.Tensor5D]; // [n, od, oh, ow, k], [fd, fh, fw, c, k]
      const {strides, pad} = attributes as unknown as Conv3dAttributes;
      return {
        dy: () => tf.conv3d(wide, filter, strides, pad),
        filter: () =>
          tf
            .engine()
            .runKernel('Conv3DBackpropFilterV2', {x: wide, dy: narrow}, {strides, pad, filterShape: filter.shape})
      };
    }
  });
}

interface Conv3dAttributes {
  readonly strides: number | [number, number, number];
  readonly pad: 'same' | 'valid';
}
