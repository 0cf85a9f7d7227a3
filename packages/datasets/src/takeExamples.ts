import {DataError} from './dataError.ts';
import {checkIndices, type LabeledExamples} from './labeledExamples.ts';

/** The examples at `indices`, in that order, without a copy. Indices may repeat. */
export function takeExamples(examples: LabeledExamples, indices: ArrayLike<number>): LabeledExamples {
  checkIndices(indices, examples.size);
  const taken = Int32Array.from(indices);
  return {
    ...examples,
    size: taken.length,
    labels: taken.map(i => examples.labels[i]!),
    batch(wanted, draw) {
      checkIndices(wanted, taken.length);
      return examples.batch(
        Int32Array.from(wanted, i => taken[i]!),
        draw
      );
    },
    ...(examples.prefetch && {
      prefetch(wanted: ArrayLike<number>) {
        checkIndices(wanted, taken.length);
        examples.prefetch!(Int32Array.from(wanted, i => taken[i]!));
      }
    })
  };
}

/** The first `count` examples in file order, or all of them. */
export function subset(examples: LabeledExamples, count: number | 'all'): LabeledExamples {
  if (count === 'all') return examples;
  if (!Number.isInteger(count) || count < 1) {
    throw new DataError(`Expected the number of examples to be a positive whole number or "all", got ${count}.`);
  }
  if (count > examples.size) {
    throw new DataError(`Expected the number of examples to be at most ${examples.size}, got ${count}.`);
  }
  return takeExamples(
    examples,
    Int32Array.from({length: count}, (_, i) => i)
  );
}
