import type {OnnxTensor} from '../onnxGraph.ts';
import type {Range} from './calibrate.ts';

/** Whole numbers q stand for (q − zeroPoint) · scale. */
export interface Affine {
  readonly scale: number;
  readonly zeroPoint: number;
}

/** Where the whole numbers from 0 to 255 lie so that they span a range and 0, which is met exactly. */
export function affineOf({min, max}: Range): Affine {
  const [low, high] = [Math.min(min, 0), Math.max(max, 0)];
  const scale = Math.fround((high - low) / 255) || 1;
  return {scale, zeroPoint: Math.max(0, Math.min(255, Math.round(-low / scale)))};
}

export interface QuantizedKernel {
  readonly values: OnnxTensor;
  /** One a channel. */
  readonly scales: Float32Array;
}

/** A kernel as whole numbers from −127 to 127, each channel along `axis` with a scale of its own. */
export function quantizeKernel({shape, values}: OnnxTensor, axis: number): QuantizedKernel {
  const channels = shape[axis]!;
  const inner = shape.slice(axis + 1).reduce((product, size) => product * size, 1);
  const channelOf = (i: number) => Math.floor(i / inner) % channels;
  const largest = new Float32Array(channels);
  const given = values as Float32Array;
  given.forEach((value, i) => {
    const channel = channelOf(i);
    largest[channel] = Math.max(largest[channel]!, Math.abs(value));
  });
  const scales = largest.map(size => size / 127 || 1);
  const numbers = Int8Array.from(given, (value, i) => Math.round(value / scales[channelOf(i)]!));
  return {values: {type: 'int8', shape, values: numbers}, scales};
}

/** A bias in the unit of the sums that it is added to: one scale a channel. */
export function quantizeBias({shape, values}: OnnxTensor, scales: Float32Array): OnnxTensor {
  const most = 2 ** 31 - 1;
  const numbers = Int32Array.from(values as Float32Array, (value, i) =>
    Math.max(-most, Math.min(most, Math.round(value / scales[i]!)))
  );
  return {type: 'int32', shape, values: numbers};
}
