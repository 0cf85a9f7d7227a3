import {tf} from '../tf.ts';
import {type BackendName, composeKernel, type KernelCall} from './composeKernel.ts';

type Shape5 = [number, number, number, number, number];

interface Attributes {
  readonly strides: number | [number, number, number];
  readonly pad: 'same' | 'valid';
}

/**
 * The two gradients of a 3-D convolution as those of 2-D ones, one a slice of the filter along its depth.
 *
 * WebAssembly's own are wrong where strides are above 1 or padding is uneven; those of plain JavaScript are slower.
 */
export function registerConv3dGradients(backend: BackendName): void {
  composeKernel('Conv3DBackpropFilterV2', backend, filterGradient);
  composeKernel('Conv3DBackpropInputV2', backend, inputGradient);
}

/** How the depth of a convolution is laid out, and what its slices have in common. */
function layout(xShape: Shape5, filterShape: Shape5, {strides, pad}: Attributes) {
  const info = tf.backend_util.computeConv3DInfo(xShape, filterShape, strides, 1, pad);
  const {outDepth, strideDepth: step, padInfo} = info;
  const reach = (outDepth - 1) * step + 1;
  return {
    outDepth,
    step,
    reach,
    before: padInfo.front,
    plane: [info.strideHeight, info.strideWidth] as [number, number]
  };
}

function filterGradient({inputs, attributes}: KernelCall): tf.Tensor {
  const [x, dy] = [inputs.x, inputs.dy] as [tf.Tensor5D, tf.Tensor5D]; // [n, d, h, w, c], [n, od, oh, ow, k]
  const {filterShape, ...convolution} = attributes as unknown as Attributes & {readonly filterShape: Shape5};
  const {outDepth, step, reach, before, plane} = layout(x.shape, filterShape, convolution);
  const [n, depth, height, width, channels] = x.shape;
  const behind = Math.max(filterShape[0] - 1 + reach - before - depth, 0);
  const padded = x.pad([
    [0, 0],
    [before, behind],
    [0, 0],
    [0, 0],
    [0, 0]
  ]);
  const derivative = dy.reshape([n * outDepth, ...dy.shape.slice(2)]);
  const slices = Array.from({length: filterShape[0]}, (_, at) => {
    const seen = padded.stridedSlice([0, at, 0, 0, 0], [n, at + reach, height, width, channels], [1, step, 1, 1, 1]);
    const images = seen.reshape([n * outDepth, height, width, channels]);
    const attrs = {strides: plane, pad: convolution.pad, dataFormat: 'NHWC', filterShape: filterShape.slice(1)};
    return tf.engine().runKernel<tf.Tensor>('Conv2DBackpropFilter', {x: images, dy: derivative}, attrs);
  });
  return tf.stack(slices); // [fd, fh, fw, c, k]
}

function inputGradient({inputs, attributes}: KernelCall): tf.Tensor {
  const [dy, filter] = [inputs.dy, inputs.filter] as [tf.Tensor5D, tf.Tensor5D]; // [n, od, oh, ow, k], [fd, fh, fw, c, k]
  const {inputShape, ...convolution} = attributes as unknown as Attributes & {readonly inputShape: Shape5};
  const {outDepth, step, reach, before, plane} = layout(inputShape, filter.shape, convolution);
  const [n, depth, height, width, channels] = inputShape;
  const derivative = dy.reshape([n * outDepth, ...dy.shape.slice(2)]);
  const long = Math.max(filter.shape[0] - 1 + reach, before + depth);
  const size = height * width * channels;
  const parts = tf.unstack(filter).map((slice, at) => {
    const attrs = {
      strides: plane,
      pad: convolution.pad,
      dataFormat: 'NHWC',
      inputShape: [n * outDepth, height, width, channels]
    };
    const images = tf.engine().runKernel<tf.Tensor>('Conv2DBackpropInput', {dy: derivative, filter: slice}, attrs);
    const spread = images.reshape([n, outDepth, 1, size]).pad([
      [0, 0],
      [0, 0],
      [0, step - 1],
      [0, 0]
    ]);
    const steps = spread.reshape([n, outDepth * step, size]).slice([0, 0, 0], [n, reach, size]);
    return steps.pad([
      [0, 0],
      [at, long - at - reach],
      [0, 0]
    ]); // [n, long, h · w · c]
  });
  const sum = parts.reduce((total, part) => total.add(part));
  return sum.slice([0, before, 0], [n, depth, size]).reshape(inputShape);
}
