import {DataError} from './dataError.ts';
import {shuffledIndices} from './shuffledIndices.ts';
import {membersOfClasses} from './splitStratified.ts';

/** One part of a cross-validation. */
export interface Fold {
  /** Parts that all examples are dealt into. */
  readonly folds: number;
  /** Part `seed` mod `folds` of partition number ⌊`seed` / `folds`⌋ is tested on. */
  readonly seed: number;
}

/**
 * Indices of the examples that a fold tests on, in ascending order. A partition deals out the examples of each class in an
 * order that follows from its number alone, going on with the next class where the last one ended: parts differ by one
 * example at most, in all and of each class.
 *
 * Throws a DataError for fewer than two folds, and for more than the smallest class has examples.
 */
export function foldIndices(
  labels: Int32Array,
  {folds, seed}: Fold,
  {name, classNames}: {readonly name: string; readonly classNames?: readonly string[]}
): Int32Array {
  if (!Number.isInteger(folds) || folds < 2) {
    throw new DataError(`Expected folds to be a whole number of at least 2, got ${folds}.`);
  }
  const members = membersOfClasses(labels);
  const smallest = members.reduce((a, b) => (b.length < a.length ? b : a));
  if (folds > smallest.length) {
    const label = labels[smallest[0]!]!;
    throw new DataError(
      `Expected folds to be at most ${smallest.length}, the number of examples of class ` +
        `${classNames?.[label] ?? label} of ${name}, got ${folds}.`
    );
  }
  const partition = Math.floor(seed / folds);
  const dealt = members.flatMap(indices => {
    const order = shuffledIndices(indices.length, `${partition}/folds/${labels[indices[0]!]}`);
    return Array.from(order, i => indices[i]!);
  });
  return Int32Array.from(dealt.filter((_, turn) => turn % folds === seed % folds)).sort();
}
