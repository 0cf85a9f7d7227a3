import {flag, numberOr, padding, tuple} from '@espalier/core/layers';
import type {Attributes, Value} from '../graphBuilder.ts';
import type {LayerExport, LayerExporter} from '../layerExport.ts';
import {floats} from '../onnxGraph.ts';
import {permuted} from '../permuted.ts';
import {activated} from './activations.ts';
import {placement, type Window} from './placement.ts';

function windowOf({config}: LayerExport, rank: number): Required<Window> {
  return {
    size: tuple(config, 'kernel_size', rank, NaN),
    strides: tuple(config, 'strides', rank, 1),
    dilation: tuple(config, 'dilation_rate', rank, 1),
    padding: padding(config)
  };
}

/** The layer's bias as a further input, where it has one. */
function biasOf({config, weight, constant}: LayerExport): string[] {
  if (!flag(config, 'use_bias', true)) return [];
  const make = () => floats(weight('bias').shape, weight('bias').values);
  return [constant('bias', make)];
}

const spatialAxes = (rank: number) => Array.from({length: rank}, (_, axis) => axis);

/** What a convolving operator makes of the layer's input, behind its activation. */
function convolved(call: LayerExport, op: string, constants: readonly string[], attributes: Attributes): Value {
  const x = call.graph.channelsFirst(call.inputs[0]!);
  const name = call.op(op, [x.name, ...constants], attributes);
  return activated(call, {name, shape: call.shape, layout: 'first'});
}

/** Kernels [...window, in, out] become [out, in, ...window]. */
function convolution(rank: number): LayerExporter {
  return call => {
    const order = [rank + 1, rank, ...spatialAxes(rank)];
    const kernel = call.constant('kernel', () => permuted(call.weight('kernel'), order));
    return convolved(call, 'Conv', [kernel, ...biasOf(call)], placement(call.inputs[0]!.shape, windowOf(call, rank)));
  };
}

/** A kernel [height, width, in, multiplier] for each channel by itself: [in · multiplier, 1, height, width]. */
function depthwiseKernel({weight, constant}: LayerExport): string {
  return constant('depthwise_kernel', () => {
    const kernel = weight('depthwise_kernel');
    const [height, width, channels, times] = kernel.shape as [number, number, number, number];
    return floats([channels * times, 1, height, width], permuted(kernel, [2, 3, 0, 1]).values as Float32Array);
  });
}

function groupsOf(call: LayerExport, {strides, dilation, padding: pad, size}: Required<Window>): Attributes {
  const [input] = call.inputs;
  return {...placement(input!.shape, {size, strides, dilation, padding: pad}), group: {i: input!.shape.at(-1)!}};
}

const depthwise: LayerExporter = call =>
  convolved(call, 'Conv', [depthwiseKernel(call), ...biasOf(call)], groupsOf(call, windowOf(call, 2)));

const separable: LayerExporter = call => {
  const x = call.graph.channelsFirst(call.inputs[0]!);
  const filtered = call.op('Conv', [x.name, depthwiseKernel(call)], groupsOf(call, windowOf(call, 2)));
  const between = [...call.shape.slice(0, -1), x.shape.at(-1)! * numberOr(call.config, 'depth_multiplier', 1)];
  const kernel = call.constant('pointwise_kernel', () => permuted(call.weight('pointwise_kernel'), [3, 2, 0, 1]));
  const mixed = {...call, inputs: [{name: filtered, shape: between, layout: 'first'} as const]};
  return convolved(mixed, 'Conv', [kernel, ...biasOf(call)], {kernel_shape: {ints: [1, 1]}});
};

/** Kernels [...window, out, in] become [in, out, ...window]; a stride beyond the window leaves zeros at the end. */
function transposed(rank: number): LayerExporter {
  return call => {
    const {size, strides, padding: pad} = windowOf(call, rank);
    const order = [rank + 1, rank, ...spatialAxes(rank)];
    const kernel = call.constant('kernel', () => permuted(call.weight('kernel'), order));
    const surplus = size.map((side, axis) => (pad === 'same' ? Math.max(side - strides[axis]!, 0) : 0));
    const before = surplus.map(all => Math.floor(all / 2));
    const after = surplus.map((all, axis) => all - before[axis]!);
    return convolved(call, 'ConvTranspose', [kernel, ...biasOf(call)], {
      kernel_shape: {ints: size},
      strides: {ints: strides},
      pads: {ints: [...before, ...after]},
      output_padding: {ints: size.map((side, axis) => Math.max(strides[axis]! - side, 0))}
    });
  };
}

/** Over the last axis. Kernel [in, out], as ONNX' products have it. */
const dense: LayerExporter = call => {
  const {weight, constant, op, shape} = call;
  const x = call.graph.channelsLast(call.inputs[0]!);
  const kernel = constant('kernel', () => floats(weight('kernel').shape, weight('kernel').values));
  const bias = biasOf(call);
  return activated(call, {
    name: shape.length === 1 ? op('Gemm', [x.name, kernel, ...bias]) : product(),
    shape,
    layout: 'last'
  });

  function product(): string {
    const made = op('MatMul', [x.name, kernel]);
    return bias.length === 0 ? made : op('Add', [made, ...bias]);
  }
};

export const kernelLayers: Readonly<Record<string, LayerExporter>> = {
  Conv1D: convolution(1),
  Conv2D: convolution(2),
  Conv3D: convolution(3),
  Conv2DTranspose: transposed(2),
  Conv3DTranspose: transposed(3),
  Dense: dense,
  DepthwiseConv2D: depthwise,
  SeparableConv2D: separable
};
