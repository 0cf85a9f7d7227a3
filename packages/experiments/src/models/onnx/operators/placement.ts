import type {Shape} from '@espalier/core';
import type {Attributes} from '../graphBuilder.ts';

export interface Window {
  /** One number a spatial axis, as the rest. */
  readonly size: readonly number[];
  readonly strides: readonly number[];
  readonly dilation?: readonly number[];
  readonly padding: 'same' | 'valid';
}

/** Zeros in front of and behind every spatial axis of [...spatial, channels], as TensorFlow puts them. */
function padsOf(input: Shape, {size, strides, dilation, padding}: Window): number[] {
  const total = size.map((side, axis) => {
    const extent = (side - 1) * (dilation?.[axis] ?? 1) + 1;
    const steps = Math.ceil(input[axis]! / strides[axis]!);
    return padding === 'same' ? Math.max((steps - 1) * strides[axis]! + extent - input[axis]!, 0) : 0;
  });
  const before = total.map(pad => Math.floor(pad / 2));
  return [...before, ...total.map((pad, axis) => pad - before[axis]!)];
}

/** Attributes of ONNX' convolutions and pooling. */
export function placement(input: Shape, window: Window): Attributes {
  const {size, strides, dilation} = window;
  return {
    kernel_shape: {ints: size},
    strides: {ints: strides},
    pads: {ints: padsOf(input, window)},
    ...(dilation && {dilations: {ints: dilation}})
  };
}
