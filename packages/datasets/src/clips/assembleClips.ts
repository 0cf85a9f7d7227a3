import type {AssembleOptions} from '../assembleDataSet.ts';
import {DataError} from '../dataError.ts';
import type {DataSet} from '../dataSet.ts';
import {checkCount} from '../dataSource.ts';
import {interleaveClasses} from '../formats/imageFolderFiles.ts';
import {imageSettings, type ImageOptions} from '../images/imageSettings.ts';
import {splitOff} from '../splitOff.ts';
import {takeExamples} from '../takeExamples.ts';
import type {ClipFile} from './clipFile.ts';
import {digestClips} from './digestClips.ts';
import type {StoredClips} from './storedClips.ts';
import {streamClips, type ClipSettings} from './streamClips.ts';

export interface AssembleClipsOptions extends AssembleOptions {
  /** `size`, `resize` and `crop` count; clips are never mirrored, since that would make other gestures of them. */
  readonly images?: ImageOptions;
}

/**
 * A data set of clips, read batch by batch. Examples take turns over the classes, so that the first N are as balanced as
 * the data let them be. The digest covers paths, sizes, first frames and labels, and how clips become examples.
 */
export async function assembleClips(stored: StoredClips, options: AssembleClipsOptions): Promise<DataSet> {
  const {name, folder, classes, classNames, note} = stored;
  if (options.fold) throw new DataError(`Expected no folds with ${name}, whose clips of one person belong together.`);
  const settings = clipSettings(stored, options);
  const taken = (clips: readonly ClipFile[], count: number | undefined, split: string) => {
    checkCount(count, clips.length, `${split} examples of ${name}`);
    return inTurns(clips, classes).slice(0, count);
  };
  const clips = {
    train: taken(stored.train, options.train, 'training'),
    test: taken(stored.test, options.test, 'test')
  };
  const whole = await streamClips(clips.train, classes, settings);
  const splits =
    options.validation === 0
      ? {train: whole, validation: takeExamples(whole, [])}
      : splitOff(whole, options.validation, options.seed, name);
  const {shape} = whole;
  const sha256 = await digestClips(folder, clips, {classes, shape, settings});
  return {
    name,
    sha256,
    shape,
    classes,
    classNames,
    ...splits,
    test: await streamClips(clips.test, classes, settings),
    note
  };
}

function clipSettings(
  {name, size: usual, channels, frames, framesAPart}: StoredClips,
  {images = {}, padTo}: AssembleClipsOptions
): ClipSettings {
  if (padTo !== undefined)
    throw new DataError(`Expected no padTo with ${name}, whose examples are clips, got ${String(padTo)}.`);
  if (images.flip === true || images.normalize !== undefined) {
    const option = images.flip === true ? 'flip' : 'normalize';
    throw new DataError(`Expected images of ${name} to have size, resize and crop alone, got ${option} too.`);
  }
  const {size, resize, crop} = imageSettings(images, usual);
  return {size, resize, crop, channels, frames, framesAPart};
}

function inTurns(clips: readonly ClipFile[], classes: number): ClipFile[] {
  return interleaveClasses(Array.from({length: classes}, (_, label) => clips.filter(clip => clip.label === label)));
}
