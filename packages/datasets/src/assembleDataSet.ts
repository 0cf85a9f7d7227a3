import type {DataSet} from './dataSet.ts';
import {checkCount, type StoredData, type StoredSplit} from './dataSource.ts';
import {digestAugmented, digestData} from './digestData.ts';
import {examplesFromArrays, sizeOf} from './examplesFromArrays.ts';
import type {LabeledExamples} from './labeledExamples.ts';
import {padExamples} from './padExamples.ts';
import {poolSplits} from './poolSplits.ts';
import {augmentSequences} from './sequences/augmentSequences.ts';
import {checkAugment, type SequenceAugment} from './sequences/sequenceAugment.ts';
import {splitOff} from './splitOff.ts';
import {standardizeExamples} from './standardizeExamples.ts';
import {takeExamples} from './takeExamples.ts';
import {checkPooled, takeFold} from './takeFold.ts';
import type {Fold} from './foldIndices.ts';

export interface AssembleOptions {
  /** Training examples to use, validation included where it is split off. Default: all. */
  readonly train?: number;
  /** Validation examples. Default: those the data gives, else a tenth of train. 0 leaves train whole, in file order. */
  readonly validation?: number;
  /** Test examples. Default: all. */
  readonly test?: number;
  /** Classes that a network tells apart, for data whose labels alone do not tell how many there are. */
  readonly classes?: number;
  /** Decides which training examples become validation examples. */
  readonly seed: number;
  readonly padTo?: number | readonly [number, number];
  /** Cross-validation: a part of all examples of the data, whatever split they come from, is the test split. */
  readonly fold?: Fold;
  /** How training sequences are varied. */
  readonly augment?: SequenceAugment;
}

/** Takes the first examples asked for, splits validation off train where the data gives none, and pads. */
export function assembleDataSet(stored: StoredData, options: AssembleOptions): DataSet {
  const {train, validation, test, seed, padTo, fold, augment} = options;
  const {name, shape, classNames, note} = stored;
  const classes = stored.openClasses ? Math.max(stored.classes, options.classes ?? 0) : stored.classes;
  if (augment) checkAugment(augment, shape, name);
  const examplesOf = ({x, y, lengths, ...split}: StoredSplit): LabeledExamples => {
    const more = stored.more?.map((input, i) => ({...input, x: split.more![i]!}));
    const examples = examplesFromArrays({x, y, shape, classes, divisor: stored.divisor, more});
    const varied = augment ? augmentSequences(examples, augment, lengths) : examples;
    return padTo === undefined ? varied : padExamples(varied, padTo);
  };
  const digest = (data: StoredData, ofExample: readonly number[]) =>
    augment ? digestAugmented(data, ofExample, augment) : digestData(data, ofExample);
  const finish = <S extends Pick<DataSet, 'train' | 'validation' | 'test'>>(splits: S) =>
    stored.standardize ? standardizeExamples(splits) : splits;
  if (fold) {
    checkPooled(name, options);
    const pool = examplesOf(poolSplits(stored));
    const about = {
      name,
      shape: pool.shape,
      classes,
      classNames,
      note,
      sha256: digest(stored, pool.shape)
    };
    return {...about, ...finish(takeFold(pool, fold, about, options))};
  }
  const used: StoredData = {
    ...stored,
    train: firstOf(stored.train, train, stored, `training examples of ${name}`),
    validation:
      validation === 0
        ? undefined
        : stored.validation && firstOf(stored.validation, validation, stored, `validation examples of ${name}`),
    test: firstOf(stored.test, test, stored, `test examples of ${name}`)
  };
  const whole = examplesOf(used.train);
  const splits = used.validation
    ? {train: whole, validation: examplesOf(used.validation)}
    : validation === 0
      ? {train: whole, validation: takeExamples(whole, [])}
      : splitOff(whole, validation, seed, name);
  const finalShape = splits.train.shape;
  return {
    name,
    sha256: digest(used, finalShape),
    shape: finalShape,
    classes,
    classNames,
    ...finish({...splits, test: examplesOf(used.test)}),
    note
  };
}

type Shapes = Pick<StoredData, 'shape' | 'more'>;

function firstOf(split: StoredSplit, count: number | undefined, {shape, more}: Shapes, what: string): StoredSplit {
  checkCount(count, split.y.length, what);
  if (count === undefined || count === split.y.length) return split;
  return {
    x: split.x.subarray(0, count * sizeOf(shape)),
    y: split.y.subarray(0, count),
    ...(split.lengths && {lengths: split.lengths.subarray(0, count)}),
    ...(more && {more: more.map((input, i) => split.more![i]!.subarray(0, count * sizeOf(input.shape)))})
  };
}
