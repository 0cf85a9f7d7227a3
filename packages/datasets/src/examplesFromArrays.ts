import {tf} from '@espalier/backend';
import {checkFinite, checkLabels} from './checkArrays.ts';
import {DataError} from './dataError.ts';
import {checkIndices, type LabeledExamples} from './labeledExamples.ts';

export interface ExampleArrays {
  /** Row-major values [n, …shape]. They are kept as they are, not copied. */
  readonly x: Uint8Array | Float32Array;
  /** Class index of each example: [n]. */
  readonly y: ArrayLike<number>;
  /** Shape of one example, [height, width, channels] for images. */
  readonly shape: readonly number[];
  readonly classes: number;
  /** Every value is divided by it in a batch. Default: 255 for bytes, 1 for floats. */
  readonly divisor?: number;
}

/**
 * Examples out of arrays in memory. Bytes stay bytes and become float32 batch by batch.
 *
 * Throws a DataError when the counts differ, a number is NaN or infinite, or a label is no class index.
 */
export function examplesFromArrays({x, y, shape, classes, divisor}: ExampleArrays): LabeledExamples {
  const width = sizeOf(shape);
  if (x.length !== y.length * width) {
    throw new DataError(
      `Expected x to have ${y.length} labels × [${shape.join(', ')}] = ${y.length * width} values, got ${x.length}.`
    );
  }
  checkLabels(y, classes, {array: 'y'});
  if (x instanceof Float32Array) checkFinite(x, shape, {array: 'x'});
  const labels = Int32Array.from(y);
  const convert = converter(x, divisor ?? (x instanceof Uint8Array ? 255 : 1));
  return {
    size: labels.length,
    shape,
    classes,
    labels,
    batch(indices) {
      checkIndices(indices, labels.length);
      const values = new Float32Array(indices.length * width);
      const oneHot = new Float32Array(indices.length * classes);
      for (let row = 0; row < indices.length; row++) {
        const index = indices[row]!;
        convert(index * width, values.subarray(row * width, (row + 1) * width));
        oneHot[row * classes + labels[index]!] = 1;
      }
      return {x: tf.tensor(values, [indices.length, ...shape]), y: tf.tensor2d(oneHot, [indices.length, classes])};
    }
  };
}

/** Number of values of one example. */
export function sizeOf(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** A function that fills `target` with the values from an offset on, divided. */
function converter(x: Uint8Array | Float32Array, divisor: number): (from: number, target: Float32Array) => void {
  if (x instanceof Float32Array && divisor === 1) {
    return (from, target) => target.set(x.subarray(from, from + target.length));
  }
  // A true division, not a product with 1 / divisor, which would round differently from NumPy and PyTorch.
  const table = Float32Array.from({length: 256}, (_, byte) => byte / divisor);
  const lookUp = x instanceof Uint8Array;
  return (from, target) => {
    for (let i = 0; i < target.length; i++) {
      const value = x[from + i]!;
      target[i] = lookUp ? table[value]! : value / divisor;
    }
  };
}
