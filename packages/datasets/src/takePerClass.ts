import {createHash} from 'node:crypto';
import {DataError} from './dataError.ts';
import type {DataSet} from './dataSet.ts';
import {shuffledIndices} from './shuffledIndices.ts';
import {membersOfClasses} from './splitStratified.ts';
import {takeExamples} from './takeExamples.ts';

/** A small part of the training examples, each class alike. */
export interface PerClass {
  readonly count: number;
  /** Draws which; with the same seed, fewer of them are among the more. */
  readonly seed: number;
}

/**
 * Leaves `count` training examples of each class, in file order; validation and test stay as they are. The digest is one of
 * its own. Throws a DataError where a class has fewer.
 */
export function takePerClass(data: DataSet, {count, seed}: PerClass): DataSet {
  const {train, name, classNames, sha256} = data;
  const drawn = membersOfClasses(train.labels).flatMap(members => {
    const label = train.labels[members[0]!]!;
    if (members.length < count) {
      throw new DataError(
        `Expected perClass to be at most ${members.length}, the number of training examples of class ` +
          `${classNames?.[label] ?? label} of ${name} behind validation, got ${count}.`
      );
    }
    return Array.from(shuffledIndices(members.length, `${seed}/class/${label}`).subarray(0, count), i => members[i]!);
  });
  const indices = drawn.toSorted((a, b) => a - b);
  return {
    ...data,
    train: takeExamples(train, indices),
    sha256: createHash('sha256').update(`${sha256} train ${indices.join()}`).digest('hex')
  };
}
