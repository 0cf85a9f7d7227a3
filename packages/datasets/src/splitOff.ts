import {DataError} from './dataError.ts';
import type {DataSet} from './dataSet.ts';
import {checkCount} from './dataSource.ts';
import type {LabeledExamples} from './labeledExamples.ts';
import {splitStratified} from './splitStratified.ts';
import {takeExamples} from './takeExamples.ts';

/** Holds a part of the training examples out for validation, each class alike. */
export function splitOff(
  examples: LabeledExamples,
  count: number | undefined,
  seed: number,
  name: string
): Pick<DataSet, 'train' | 'validation'> {
  const {size, labels} = examples;
  if (size < 2) {
    throw new DataError(
      `Expected ${name} to have at least 2 training examples, one to hold out for validation, got ${size}.`
    );
  }
  checkCount(count, size - 1, `validation examples to hold out of the ${size} training examples of ${name}`);
  const held = count ?? Math.max(1, Math.round(size / 10));
  const split = splitStratified(labels, held / size, seed);
  return {train: takeExamples(examples, split.train), validation: takeExamples(examples, split.validation)};
}
