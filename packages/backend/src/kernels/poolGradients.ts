import {tf} from '../tf.ts';
import {type BackendName, composeKernel, type KernelCall} from './composeKernel.ts';
import type {ConvAttributes, Shape4} from './convAttributes.ts';

/**
 * The gradients of pooling as TensorFlow defines them: to the first of equal maxima, and by the number of positions
 * that a window really covers.
 *
 * TensorFlow.js's own for WebAssembly and plain JavaScript differ where windows overlap or reach into the padding.
 */
export function registerPoolGradients(backend: BackendName): void {
  composeKernel('MaxPoolGrad', backend, maxPoolGradient);
  composeKernel('AvgPoolGrad', backend, avgPoolGradient);
}

function maxPoolGradient({inputs, attributes}: KernelCall): tf.Tensor {
  const x = inputs.input as tf.Tensor4D; // [n, h, w, c]
  const [xs, dys] = [x.dataSync(), inputs.dy!.dataSync()];
  const dx = new Float32Array(x.size);
  eachWindow(x.shape, attributes as unknown as PoolAttributes, (starts, outStart, channels) => {
    for (let channel = 0; channel < channels; channel++) {
      let first = starts[0]! + channel;
      for (const start of starts) if (xs[start + channel]! > xs[first]!) first = start + channel;
      dx[first]! += dys[outStart + channel]!;
    }
  });
  return tf.tensor(dx, x.shape); // [n, h, w, c]
}

function avgPoolGradient({inputs, attributes}: KernelCall): tf.Tensor {
  const x = inputs.input as tf.Tensor4D; // [n, h, w, c]
  const dys = inputs.dy!.dataSync();
  const dx = new Float32Array(x.size);
  eachWindow(x.shape, attributes as unknown as PoolAttributes, (starts, outStart, channels) => {
    for (const start of starts) {
      for (let channel = 0; channel < channels; channel++) {
        dx[start + channel]! += dys[outStart + channel]! / starts.length;
      }
    }
  });
  return tf.tensor(dx, x.shape); // [n, h, w, c]
}

interface PoolAttributes extends ConvAttributes {
  readonly filterSize: number | [number, number];
}

/** Visits every window: where the channels start of each position in x that it covers, row by row, and in y. */
function eachWindow(
  shape: Shape4,
  {filterSize, strides, pad, dimRoundingMode}: PoolAttributes,
  visit: (starts: readonly number[], outStart: number, channels: number) => void
): void {
  const [n, height, width, channels] = shape;
  const info = tf.backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  let outAt = 0;
  for (let example = 0; example < n; example++) {
    for (let row = 0; row < info.outHeight; row++) {
      const rows = covered(row * info.strideHeight - info.padInfo.top, info.filterHeight, height);
      for (let column = 0; column < info.outWidth; column++) {
        const columns = covered(column * info.strideWidth - info.padInfo.left, info.filterWidth, width);
        const starts = rows.flatMap(y => columns.map(x => ((example * height + y) * width + x) * channels));
        visit(starts, outAt, channels);
        outAt += channels;
      }
    }
  }
}

/** The positions of a window along one axis that lie inside the map. */
function covered(start: number, size: number, length: number): readonly number[] {
  const first = Math.max(start, 0);
  return Array.from({length: Math.max(Math.min(start + size, length) - first, 0)}, (_, i) => first + i);
}
