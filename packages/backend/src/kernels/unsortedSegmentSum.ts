import {tf} from '../tf.ts';
import {composeKernel, type KernelCall} from './composeKernel.ts';

/** Sums rows of `x` by segment, as a product with a one-hot matrix; WebAssembly lacks it, and gather's gradient asks. */
export function registerUnsortedSegmentSum(): void {
  composeKernel('UnsortedSegmentSum', 'wasm', unsortedSegmentSum);
}

function unsortedSegmentSum({inputs, attributes}: KernelCall): tf.Tensor {
  const x = inputs.x!; // [rows, …]
  const {numSegments} = attributes as {readonly numSegments: number};
  const rows = x.shape[0];
  const membership = tf.oneHot(inputs.segmentIds!.toInt(), numSegments).toFloat().transpose(); // [segments, rows]
  const sums = membership.matMul(x.toFloat().reshape([rows, -1])); // [segments, …]
  return sums.reshape([numSegments, ...x.shape.slice(1)]);
}
