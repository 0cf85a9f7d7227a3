import type {WeightData} from '@espalier/core';
import {LARGEST_FLOAT16, toFloat16} from './float16.ts';
import {ModelError} from './ModelError.ts';

/** How the numbers of a layers model may be stored. */
export const WEIGHT_TYPES = ['float32', 'float16', 'uint16', 'uint8'] as const;
export type WeightType = (typeof WEIGHT_TYPES)[number];

export interface StoredWeight {
  /** Entry of the weights manifest. */
  readonly entry: {
    readonly name: string;
    readonly shape: readonly number[];
    readonly dtype: 'float32';
    readonly quantization?: {readonly dtype: WeightType; readonly scale?: number; readonly min?: number};
  };
  readonly bytes: Uint8Array;
}

/**
 * A weight as a layers model stores it, by the quantization of that format: whole numbers q stand for min + q · scale,
 * with the tensor's own scale and min. A value changes by half a scale at most, and 0 stays 0 where the values lie around it.
 *
 * Biases, γ, β and moving statistics, which have one axis, stay float32: they are few, and all of a channel hangs on each.
 * Throws a ModelError where half precision has no room for a value.
 */
export function storeWeight(name: string, {shape, values}: WeightData, type: WeightType): StoredWeight {
  const base = {name, shape, dtype: 'float32'} as const;
  if (type === 'float32' || shape.length < 2) return {entry: base, bytes: bytesOf(values)};
  if (type === 'float16') {
    const bad = values.find(value => Math.abs(value) > LARGEST_FLOAT16);
    if (bad !== undefined) {
      throw new ModelError(`Expected weight "${name}" to fit into float16 (${LARGEST_FLOAT16} at most), got ${bad}.`);
    }
    return {entry: {...base, quantization: {dtype: type}}, bytes: bytesOf(toFloat16(values))};
  }
  const most = type === 'uint8' ? 255 : 65535;
  const {scale, min} = affineRange(values, most);
  const steps = values.map(value => Math.min(Math.max(Math.round((value - min) / scale), 0), most));
  const numbers = type === 'uint8' ? Uint8Array.from(steps) : Uint16Array.from(steps);
  return {entry: {...base, quantization: {dtype: type, scale, min}}, bytes: bytesOf(numbers)};
}

/** Range of the values in `levels` steps; where it reaches over 0, moved by part of a step so that one step is 0. */
function affineRange(values: Float32Array, levels: number): {readonly scale: number; readonly min: number} {
  let [min, max] = [Infinity, -Infinity];
  for (const value of values) {
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (min === max) return {scale: 1, min};
  const scale = (max - min) / levels;
  return {scale, min: min < 0 && max > 0 ? -Math.round(-min / scale) * scale : min};
}

function bytesOf({buffer, byteOffset, byteLength}: ArrayBufferView): Uint8Array {
  return new Uint8Array(buffer, byteOffset, byteLength);
}
