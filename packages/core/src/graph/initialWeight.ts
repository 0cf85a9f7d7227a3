import {tf} from '@espalier/backend';
import {runsOver} from '../layers/channelAxis.ts';
import type {WeightSpec} from '../layers/layerType.ts';
import {normalValues} from '../normalValues.ts';
import {product} from './product.ts';

/** A new weight, the same for the same seed. */
export function initialWeight(spec: WeightSpec, seed: string): tf.Tensor {
  const {shape, initial} = spec;
  switch (initial) {
    case 'zeros':
      return tf.zeros([...shape]);
    case 'ones':
      return tf.ones([...shape]);
    case 'forget':
      return tf.tensor1d(
        Float32Array.from({length: shape[0]!}, (_, i) => (Math.floor((4 * i) / shape[0]!) === 1 ? 1 : 0))
      );
    case 'orthogonal':
      return tf.tensor2d(orthogonalBlocks(shape[0]!, shape[1]!, seed), [shape[0]!, shape[1]!]);
    default:
      return tf.tensor(normalValues(seed, {size: product(shape), deviation: deviationOf(spec)}), [...shape]);
  }
}

function deviationOf({shape, axes, initial}: WeightSpec): number {
  const makes = axes.some(axis => runsOver(axis, 'out'));
  // What one output sums up: every axis but the outputs', or one channel's window where channels are filtered apart.
  const fanIn = product(
    shape.filter((_size, axis) => !runsOver(axes[axis], 'out') && (makes || !runsOver(axes[axis], 'in')))
  );
  if (initial === 'he') return Math.sqrt(2 / fanIn);
  const fanOut = product(shape.filter((_size, axis) => !runsOver(axes[axis], 'in')));
  return Math.sqrt(2 / (fanIn + fanOut));
}

/** [size, columns] as square blocks side by side, each a random rotation: Gram-Schmidt on normal columns. */
function orthogonalBlocks(size: number, columns: number, seed: string): Float32Array {
  const normal = normalValues(seed, {size: size * columns, deviation: 1});
  const values = new Float32Array(size * columns);
  const at = (vector: Float64Array, other: Float64Array) =>
    vector.reduce((sum, value, i) => sum + value * other[i]!, 0);
  for (let block = 0; block < columns; block += size) {
    const basis: Float64Array[] = [];
    for (let column = block; column < Math.min(block + size, columns); column++) {
      let vector = Float64Array.from({length: size}, (_, row) => normal[row * columns + column]!);
      // Twice is enough (Parlett): the first pass leaves rounding behind.
      for (const other of [...basis, ...basis]) {
        const along = at(vector, other);
        vector = vector.map((value, i) => value - along * other[i]!);
      }
      const length = Math.sqrt(at(vector, vector));
      basis.push((vector = vector.map(value => value / length)));
      vector.forEach((value, row) => (values[row * columns + column] = value));
    }
  }
  return values;
}
