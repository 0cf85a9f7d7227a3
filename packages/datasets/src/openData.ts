import {stat} from 'node:fs/promises';
import {closest} from 'fastest-levenshtein';
import {assembleDataSet, type AssembleOptions} from './assembleDataSet.ts';
import {assembleImages, type TrainOn} from './assembleImages.ts';
import {assembleClips} from './clips/assembleClips.ts';
import type {StoredClips} from './clips/storedClips.ts';
import {DataError} from './dataError.ts';
import type {DataSet} from './dataSet.ts';
import type {StoredData, StoredImages} from './dataSource.ts';
import {listImageFolder, readImageFolder} from './formats/imageFolder.ts';
import type {ImageOptions} from './images/imageSettings.ts';
import {readNpzData} from './readNpzData.ts';
import {dataSetNames, dataSources} from './registry.ts';
import {takePerClass, type PerClass} from './takePerClass.ts';
import {readTimeSeriesFolder, timeSeriesName} from './timeSeriesFolder.ts';

export interface OpenDataOptions extends AssembleOptions {
  /** Folder where archives that the user has are looked for, before the places where packages install them. */
  readonly dataDir?: string;
  /** Height and width to which the images of a folder are resized, aspect not kept. */
  readonly resize?: readonly [number, number];
  /** How image files, or frames of clips, become examples: a folder of images is read batch by batch with it, instead of into memory. */
  readonly images?: ImageOptions;
  /** What is trained on; `train+validation` takes the validation examples that the data gives in. Default: train. */
  readonly trainOn?: TrainOn;
  /** Of sequences: every one is resampled to so many steps, at least 2. */
  readonly steps?: number;
  /** Names of the further inputs of a network that has several; only `.npz` files have values for them. */
  readonly inputs?: readonly string[];
  /** Axes of one example that the network reads: with 2, [n, steps, channels] of a `.npz` stay as they are. */
  readonly axes?: number;
  /** So many training examples of each class, of those that are left behind validation. */
  readonly perClass?: PerClass;
}

/**
 * Opens a registered data set by name, an `.npz` file, a folder `train/<class>/…`, `test/<class>/…` of images, or a folder
 * with `NAME_TRAIN.ts` and `NAME_TEST.ts`.
 *
 * The splits never share an example, and test examples are never anything else. Asking for fewer examples takes the
 * first ones. Throws a DataError when something is wrong with the data or the counts asked for.
 */
export async function openData(nameOrPath: string, {perClass, ...options}: OpenDataOptions): Promise<DataSet> {
  const data = await openWhole(nameOrPath, options);
  return perClass ? takePerClass(data, perClass) : data;
}

async function openWhole(nameOrPath: string, options: Omit<OpenDataOptions, 'perClass'>): Promise<DataSet> {
  const stored = await readStored(nameOrPath, options);
  if ('kind' in stored && options.augment) {
    throw new DataError(
      `Expected augment only with sequences [steps, dimensions], got it with ${nameOrPath}, whose examples are ${stored.kind}.`
    );
  }
  if ('kind' in stored && stored.kind === 'images') return assembleImages(stored, options);
  const {images, trainOn = 'train'} = options;
  if (trainOn !== 'train') {
    throw new DataError(`Expected trainOn ${trainOn} only with data of image files, got it with ${nameOrPath}.`);
  }
  if ('kind' in stored) return assembleClips(stored, options);
  if (images) throw new DataError(`Expected images only with data of image files, got it with ${nameOrPath}.`);
  return assembleDataSet(stored, options);
}

async function readStored(
  nameOrPath: string,
  all: Omit<OpenDataOptions, 'perClass'>
): Promise<StoredData | StoredImages | StoredClips> {
  const {resize, inputs = [], axes, ...options} = all;
  const {steps} = options;
  const source = dataSources.find(({name}) => name === nameOrPath);
  const kind = source ? 'named' : await kindOfPath(nameOrPath);
  if (kind !== 'npz' && inputs.length > 0) {
    throw new DataError(
      `Expected ${nameOrPath} to have values for the inputs ${inputs.join(', ')} too, got one array of examples. ` +
        `Give a .npz with ${['train', 'test'].map(split => `x_${split}.${inputs[0]}`).join(' and ')} beside x_train and x_test.`
    );
  }
  const series = kind === 'folder' && !options.images ? await timeSeriesName(nameOrPath) : undefined;
  if (steps !== undefined) checkSteps(steps, series !== undefined || source?.sequences === true, nameOrPath);
  if (kind === 'folder' && options.images) return listImageFolder(nameOrPath);
  if (kind === 'folder' && series === undefined) return readImageFolder(nameOrPath, {resize, ...options});
  if (resize) throw new DataError(`Expected resize only with a folder of images, got it with ${nameOrPath}.`);
  if (series !== undefined) return readTimeSeriesFolder(nameOrPath, series, {steps});
  return source ? source.read(options) : readNpzData(nameOrPath, {inputs, axes});
}

function checkSteps(steps: number, areSequences: boolean, name: string): void {
  if (!areSequences)
    throw new DataError(`Expected steps only with data of sequences (.ts files), got it with ${name}.`);
  if (!Number.isInteger(steps) || steps < 2) {
    throw new DataError(`Expected steps of ${name} to be a whole number of at least 2, got ${steps}.`);
  }
}

async function kindOfPath(path: string): Promise<'folder' | 'npz'> {
  const info = await stat(path).catch(() => undefined);
  if (info?.isDirectory()) return 'folder';
  if (info && path.toLowerCase().endsWith('.npz')) return 'npz';
  if (info)
    throw new DataError(`Expected ${path} to be a .npz file or a folder with train/ and test/, got another file.`);
  if (/[/\\]|\.npz$/i.test(path)) throw new DataError(`Expected data at ${path}, got no such file or folder.`);
  const names = dataSetNames();
  throw new DataError(
    `Unknown data set "${path}". Known: ${names.join(', ')}; or the path of a .npz file or of a folder with train/ and ` +
      `test/. Did you mean "${closest(path, names)}"?`
  );
}
