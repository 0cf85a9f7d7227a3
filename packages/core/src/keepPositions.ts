import {tf} from '@espalier/backend';

/**
 * The positions `kept` (ascending) of one axis of a tensor, as a new tensor; the caller disposes it.
 *
 * Along the last axis single values would be gathered one by one: few long runs are copied several times faster.
 */
export function keepPositions(tensor: tf.Tensor, kept: readonly number[], axis: number): tf.Tensor {
  const runs = runsOf(kept);
  return tf.tidy(() => {
    if (axis !== tensor.rank - 1 || runs.length * 8 > kept.length) {
      return tf.gather(tensor, tf.tensor1d(Int32Array.from(kept), 'int32'), axis);
    }
    const parts = runs.map(({start, length}) => {
      const begin = tensor.shape.map((_size, i) => (i === axis ? start : 0));
      return tf.slice(tensor, begin, withSize(tensor.shape, axis, length));
    });
    return parts.length === 1 ? parts[0]!.clone() : tf.concat(parts, axis);
  });
}

function withSize(shape: readonly number[], axis: number, size: number): number[] {
  return shape.map((side, i) => (i === axis ? size : side));
}

function runsOf(positions: readonly number[]): {readonly start: number; readonly length: number}[] {
  const runs: {start: number; length: number}[] = [];
  for (const position of positions) {
    const last = runs.at(-1);
    if (last && last.start + last.length === position) last.length++;
    else runs.push({start: position, length: 1});
  }
  return runs;
}
