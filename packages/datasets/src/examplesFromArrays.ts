import {tf} from '@espalier/backend';
import {checkFinite, checkLabels} from './checkArrays.ts';
import {DataError} from './dataError.ts';
import {checkIndices, type ExamplesInMemory} from './labeledExamples.ts';
import {oneHot} from './oneHot.ts';

/** Values for one input of a network. */
export interface InputArrays {
  /** Row-major values [n, …shape]. They are kept as they are, not copied. */
  readonly x: Uint8Array | Float32Array;
  /** Shape of one example, [height, width, channels] for images. */
  readonly shape: readonly number[];
  /** Every value is divided by it in a batch. Default: 255 for bytes, 1 for floats. */
  readonly divisor?: number;
}

export interface ExampleArrays extends InputArrays {
  /** Class index of each example: [n]. */
  readonly y: ArrayLike<number>;
  readonly classes: number;
  /** For the further inputs of a network that has several. */
  readonly more?: readonly InputArrays[];
}

/**
 * Examples out of arrays in memory. Bytes stay bytes and become float32 batch by batch.
 *
 * Throws a DataError when the counts differ, a number is NaN or infinite, or a label is no class index.
 */
export function examplesFromArrays({y, classes, more = [], ...first}: ExampleArrays): ExamplesInMemory {
  const gatherFirst = gatherer(first, y.length);
  const gatherMore = more.map(input => gatherer(input, y.length));
  checkLabels(y, classes, {array: 'y'});
  const labels = Int32Array.from(y);
  return {
    size: labels.length,
    shape: first.shape,
    classes,
    labels,
    ...(more.length > 0 && {moreShapes: more.map(({shape}) => shape)}),
    batch(indices) {
      checkIndices(indices, labels.length);
      return {
        x: gatherFirst(indices),
        ...(more.length > 0 && {more: gatherMore.map(gather => gather(indices))}),
        y: oneHot(
          Array.from(indices, index => labels[index]!),
          classes
        )
      };
    }
  };
}

/** A function that makes a tensor of the examples at some indices: [batch, …shape]. */
function gatherer({x, shape, divisor}: InputArrays, examples: number): (indices: ArrayLike<number>) => tf.Tensor {
  const width = sizeOf(shape);
  if (x.length !== examples * width) {
    throw new DataError(
      `Expected x to have ${examples} labels × [${shape.join(', ')}] = ${examples * width} values, got ${x.length}.`
    );
  }
  if (x instanceof Float32Array) checkFinite(x, shape, {array: 'x'});
  const convert = converter(x, divisor ?? (x instanceof Uint8Array ? 255 : 1));
  return indices => {
    const values = new Float32Array(indices.length * width);
    for (let row = 0; row < indices.length; row++) {
      convert(indices[row]! * width, values.subarray(row * width, (row + 1) * width));
    }
    return tf.tensor(values, [indices.length, ...shape]);
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
