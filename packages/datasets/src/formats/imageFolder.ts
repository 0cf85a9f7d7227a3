import {join} from 'node:path';
import {DataError} from '../dataError.ts';
import {checkCount, type SourceOptions, type StoredData, type StoredImages, type StoredSplit} from '../dataSource.ts';
import {decodeImages, inspectImages, type ImageShape} from './images.ts';
import {foldersIn, interleaveClasses, listClasses, type LabeledFile} from './imageFolderFiles.ts';

export interface ImageFolderOptions extends SourceOptions {
  /** Height and width that every image is resized to, aspect not kept. Without it, all have to be of one size. */
  readonly resize?: readonly [number, number];
}

/**
 * Reads `train/<class>/…`, `test/<class>/…` and perhaps `val/<class>/…` with PNG or JPEG files.
 *
 * Classes are the folders of train sorted by name, files are sorted by name within their class, and examples take turns
 * over the classes, so that the first N are as balanced as the folder lets them be. Grey stays one channel when every
 * image is grey; otherwise all are RGB. Transparent parts become white; images are turned as their EXIF data says.
 *
 * Throws a DataError that names the file or folder; no file is passed over but hidden ones and those that desktops leave.
 */
export async function readImageFolder(folder: string, options: ImageFolderOptions): Promise<StoredData> {
  const {train: trainCount, test: testCount, resize} = options;
  const {classNames, validation, ...all} = await listImageFolder(folder);
  const first = (split: 'train' | 'test', count?: number): readonly LabeledFile[] => {
    checkCount(count, all[split].length, `${split} examples of ${folder}`);
    return all[split].slice(0, count);
  };
  const train = first('train', trainCount);
  const test = first('test', testCount);
  const shape = await inspectImages(
    [...train, ...(validation ?? []), ...test].map(({file}) => file),
    resize
  );
  return {
    name: folder,
    shape,
    classes: classNames.length,
    classNames,
    divisor: 255,
    train: await decode(train, shape),
    validation: validation && (await decode(validation, shape)),
    test: await decode(test, shape)
  };
}

/** The files of such a folder, without a look into them. */
export async function listImageFolder(folder: string): Promise<StoredImages> {
  const classNames = await trainClasses(folder);
  const list = async (split: string): Promise<LabeledFile[]> => {
    const files = interleaveClasses(await listClasses(join(folder, split), classNames));
    if (files.length > 0) return files;
    throw new DataError(`Expected ${join(folder, split)} to hold images, got none.`);
  };
  const hasValidation = (await foldersIn(folder)).includes('val');
  return {
    kind: 'images',
    name: folder,
    folder,
    classes: classNames.length,
    classNames,
    train: await list('train'),
    test: await list('test'),
    validation: hasValidation ? await list('val') : undefined,
    size: 224
  };
}

async function decode(files: readonly LabeledFile[], shape: ImageShape): Promise<StoredSplit> {
  const x = await decodeImages(
    files.map(({file}) => file),
    shape
  );
  return {x, y: Int32Array.from(files, ({label}) => label)};
}

async function trainClasses(folder: string): Promise<string[]> {
  const splits = await foldersIn(folder);
  const missing = ['train', 'test'].filter(split => !splits.includes(split));
  if (missing.length > 0) {
    const got = splits.length > 0 ? `only ${splits.slice(0, 10).join(', ')}` : 'no folder';
    throw new DataError(`Expected ${folder} to hold the folders train and test (and perhaps val), got ${got}.`);
  }
  const classes = await foldersIn(join(folder, 'train'));
  if (classes.length >= 2) return classes;
  throw new DataError(`Expected ${join(folder, 'train')} to hold at least 2 class folders, got ${classes.length}.`);
}
