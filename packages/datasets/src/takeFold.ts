import {createHash} from 'node:crypto';
import {DataError} from './dataError.ts';
import type {DataSet} from './dataSet.ts';
import {foldIndices, type Fold} from './foldIndices.ts';
import type {LabeledExamples} from './labeledExamples.ts';
import {splitOff} from './splitOff.ts';
import {takeExamples} from './takeExamples.ts';

export interface FoldOptions {
  readonly train?: number;
  readonly test?: number;
  readonly trainOn?: string;
  /** Examples of the rest that are held out; a tenth unless given. */
  readonly validation?: number;
  /** Decides which examples of the rest are held out. */
  readonly seed: number;
}

/** What a pool of examples has beside them; its digest knows nothing of folds. */
export type Pooled = Pick<DataSet, 'name' | 'sha256' | 'classNames' | 'note'>;

/** Splits one fold off a pool of all examples for testing, and validation off the rest. Throws a DataError. */
export function takeFold(
  pool: LabeledExamples,
  fold: Fold,
  {name, sha256, classNames, note}: Pooled,
  {validation, seed}: FoldOptions
): Pick<DataSet, 'train' | 'validation' | 'test' | 'sha256' | 'note'> {
  const indices = foldIndices(pool.labels, fold, {name, classNames});
  const isTest = new Set(indices);
  const rest = takeExamples(
    pool,
    Array.from(pool.labels.keys()).filter(index => !isTest.has(index))
  );
  const splits =
    validation === 0 ? {train: rest, validation: takeExamples(rest, [])} : splitOff(rest, validation, seed, name);
  const {folds} = fold;
  const told = `Fold ${(fold.seed % folds) + 1} of ${folds} of all ${pool.size} examples is the test split (partition ${Math.floor(fold.seed / folds) + 1}).`;
  return {
    ...splits,
    test: takeExamples(pool, indices),
    sha256: createHash('sha256').update(`${sha256} folds ${folds} test ${indices.join()}`).digest('hex'),
    note: note === undefined ? told : `${note} ${told}`
  };
}

/** Throws a DataError where an option would choose from splits that folds put together. */
export function checkPooled(name: string, options: FoldOptions): void {
  const asked = (['train', 'test', 'trainOn'] as const).find(key => options[key] !== undefined);
  if (asked === undefined) return;
  throw new DataError(
    `Expected no ${asked} beside folds, which deal out all examples of ${name}, got ${asked}: ${options[asked]}. ` +
      `Leave out one of them.`
  );
}
