import type {Batch, Draw, Examples} from '@espalier/core';
import {DataError} from './dataError.ts';

/** Examples whose labels are all at hand. */
export interface LabeledExamples extends Examples {
  /** Class index of each example, in the order of the examples. */
  readonly labels: Int32Array;
  /** Shape of one example of each further input that batches hold in `more`; none where there is one input. */
  readonly moreShapes?: readonly (readonly number[])[];
  /** Float32 `x` [batch, …shape], `more` alike, and one-hot `y` [batch, classes]. The receiver disposes them. */
  batch(indices: ArrayLike<number>, draw?: Draw): Batch | Promise<Batch>;
  prefetch?(indices: ArrayLike<number>): void;
}

/** Examples that are in memory: batches come at once. */
export interface ExamplesInMemory extends LabeledExamples {
  batch(indices: ArrayLike<number>): Batch;
}

/** Class index of each example. Throws for examples that were not made by this package and carry no labels. */
export function labelsOf(examples: Examples): Int32Array {
  if ('labels' in examples && examples.labels instanceof Int32Array) return examples.labels;
  throw new DataError(
    'Expected examples to carry `labels` (an Int32Array), got examples without. Make them by openData.'
  );
}

/** Throws unless every index lies in 0 … size − 1. */
export function checkIndices(indices: ArrayLike<number>, size: number): void {
  for (let i = 0; i < indices.length; i++) {
    const index = indices[i]!;
    if (!(Number.isInteger(index) && index >= 0 && index < size)) {
      throw new RangeError(`Expected example indices to be whole numbers from 0 to ${size - 1}, got ${index} at ${i}.`);
    }
  }
}
