import {type NativeBackend, nativeBackend, type OpAttribute} from '../native/nativeBackend.ts';
import {tf} from '../tf.ts';
import type {ConvAttributes, Shape4} from './convAttributes.ts';

/**
 * 2-D convolution and its gradients by the kernels in `native/convolution.cc`, which give each thread examples of its own.
 * TensorFlow's own kernels remain for what these do not take: a single example, dilation, channels first, and a GPU.
 *
 * Values may differ from TensorFlow's in their last bits.
 */
export function registerConvolution(): void {
  replace('Conv2D', 'EspalierConv2D', ['x', 'filter'], ({inputs}) => ({
    x: inputs.x!.shape as Shape4,
    filter: inputs.filter!.shape as Shape4
  }));
  replace('Conv2DBackpropInput', 'EspalierConv2DGradInput', ['dy', 'filter'], ({inputs, attributes}) => ({
    x: attributes.inputShape!,
    filter: inputs.filter!.shape as Shape4
  }));
  replace('Conv2DBackpropFilter', 'EspalierConv2DGradFilter', ['x', 'dy'], ({inputs, attributes}) => ({
    x: inputs.x!.shape as Shape4,
    filter: attributes.filterShape!
  }));
}

interface Attributes extends ConvAttributes {
  readonly dataFormat?: 'NHWC' | 'NCHW';
  readonly dilations?: number | [number, number];
  /** Of the gradient by the input. */
  readonly inputShape?: Shape4;
  /** Of the gradient by the filter. */
  readonly filterShape?: Shape4;
}

interface Call {
  readonly inputs: Readonly<Record<string, tf.TensorInfo>>;
  readonly attributes: Attributes;
}

interface Shapes {
  /** [batch, height, width, channels] */
  readonly x: Shape4;
  /** [rows, columns, in channels, out channels] */
  readonly filter: Shape4;
}

/** Puts an op of ours in the place of a kernel, and keeps that for what the op does not take. */
function replace(kernelName: string, op: string, names: readonly string[], shapesOf: (call: Call) => Shapes): void {
  const {kernelFunc, ...config} = tf.getKernel(kernelName, 'tensorflow');
  const native = nativeBackend();
  tf.unregisterKernel(kernelName, 'tensorflow');
  tf.registerKernel({
    ...config,
    kernelFunc: params => {
      const call = {inputs: params.inputs as Call['inputs'], attributes: params.attrs as unknown as Attributes};
      const given = names.map(name => call.inputs[name]!);
      const geometry = takes(given, call.attributes) && geometryOf(shapesOf(call), call.attributes);
      if (!geometry) return kernelFunc(params);
      return native.executeSingleOutput(op, [geometryAttribute(native, geometry)], given);
    }
  });
}

function takes(tensors: readonly tf.TensorInfo[], {dataFormat = 'NHWC', dilations = 1}: Attributes): boolean {
  const isPlain = dataFormat === 'NHWC' && [dilations].flat().every(dilation => dilation === 1);
  return isPlain && tensors.every(({dtype, shape}) => dtype === 'float32' && shape.every(size => size > 0));
}

/** In the order of `Geometry` in `native/convolution.cc`; nothing where TensorFlow's own kernel is to do it. */
function geometryOf({x, filter}: Shapes, {strides, pad, dimRoundingMode}: Attributes): number[] | undefined {
  if (x[0] < LEAST_EXAMPLES) return undefined;
  const info = tf.backend_util.computeConv2DInfo(x, filter, strides, 1, pad, dimRoundingMode);
  const {top, bottom, left, right} = info.padInfo;
  const {strideHeight, strideWidth, inHeight, inWidth, filterHeight, filterWidth} = info;
  return [strideHeight, strideWidth, top, bottom, left, right, inHeight, inWidth, filterHeight, filterWidth];
}

/** With fewer there is nothing to share out. */
const LEAST_EXAMPLES = 4;

function geometryAttribute({binding}: NativeBackend, value: number[]): OpAttribute {
  return {name: 'geometry', type: binding.TF_ATTR_INT, value};
}
