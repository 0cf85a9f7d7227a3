import type {AssembleOptions} from './assembleDataSet.ts';
import {DataError} from './dataError.ts';
import type {DataSet} from './dataSet.ts';
import {checkCount, type StoredImages} from './dataSource.ts';
import {interleaveClasses, type LabeledFile} from './formats/imageFolderFiles.ts';
import {digestImages} from './images/digestImages.ts';
import {imageSettings, type ImageOptions} from './images/imageSettings.ts';
import {streamImages} from './images/streamImages.ts';
import type {LabeledExamples} from './labeledExamples.ts';
import {padExamples} from './padExamples.ts';
import {splitOff} from './splitOff.ts';
import {takeExamples} from './takeExamples.ts';
import {checkPooled, takeFold} from './takeFold.ts';

export type TrainOn = 'train' | 'train+validation';

export interface AssembleImagesOptions extends AssembleOptions {
  readonly images?: ImageOptions;
  readonly trainOn?: TrainOn;
}

/**
 * A data set of image files, read batch by batch. Examples take turns over the classes, so that the first N are as
 * balanced as the data let them be. The digest covers paths, sizes and labels of the files and how they become examples,
 * not their pixels.
 */
export async function assembleImages(stored: StoredImages, options: AssembleImagesOptions): Promise<DataSet> {
  const {name, folder, classes, classNames, note, reading} = stored;
  const {seed, padTo, validation, fold} = options;
  const settings = imageSettings(options.images ?? {}, stored.size);
  const taken = (files: readonly LabeledFile[], count: number | undefined, split: string) => {
    checkCount(count, files.length, `${split} examples of ${name}`);
    return inTurns(files, classes).slice(0, count);
  };
  const examplesOf = async (part: readonly LabeledFile[]): Promise<LabeledExamples> => {
    const examples = await streamImages({files: part, classes, settings, reading});
    return padTo === undefined ? examples : padExamples(examples, padTo);
  };
  if (fold) {
    checkPooled(name, options);
    const all = inTurns([...stored.train, ...(stored.validation ?? []), ...stored.test], classes);
    const pool = await examplesOf(all);
    const {shape} = pool;
    const about = {
      name,
      shape,
      classes,
      classNames,
      note,
      sha256: await digestImages(folder, {all}, {classes, shape, settings, reading})
    };
    return {...about, ...takeFold(pool, fold, about, options)};
  }
  const given = splitsFor(stored, options.trainOn);
  const files = {
    train: taken(given.train, options.train, 'training'),
    validation: validation === 0 ? undefined : given.validation && taken(given.validation, validation, 'validation'),
    test: taken(given.test, options.test, 'test')
  };
  const whole = await examplesOf(files.train);
  const splits = files.validation
    ? {train: whole, validation: await examplesOf(files.validation)}
    : validation === 0
      ? {train: whole, validation: takeExamples(whole, [])}
      : splitOff(whole, validation, seed, name);
  const {shape} = whole;
  return {
    name,
    sha256: await digestImages(folder, files, {classes, shape, settings, reading}),
    shape,
    classes,
    classNames,
    ...splits,
    test: await examplesOf(files.test),
    note
  };
}

type Splits = Pick<StoredImages, 'train' | 'validation' | 'test'>;

function splitsFor({name, train, validation, test}: StoredImages, trainOn: TrainOn = 'train'): Splits {
  if (trainOn === 'train') return {train, validation, test};
  if (validation) return {train: [...train, ...validation], test};
  throw new DataError(`Expected ${name} to have a validation split for trainOn ${trainOn}, got none.`);
}

function inTurns(files: readonly LabeledFile[], classes: number): LabeledFile[] {
  const members = Array.from({length: classes}, (): LabeledFile[] => []);
  for (const file of files) members[file.label]!.push(file);
  return interleaveClasses(members);
}
