import {DataError} from './dataError.ts';
import {describePlace} from './checkArrays.ts';
import type {StoredData, StoredSplit} from './dataSource.ts';
import type {NpyArray} from './formats/npy.ts';
import {labelsFromArray, largestLabel} from './npzArrays.ts';

type Arrays = ReadonlyMap<string, NpyArray>;

const SPLITS = ['train', 'val', 'test'] as const;

/** Arrays of a MedMNIST `.npz` file. */
export const MED_MNIST_ARRAYS: readonly string[] = SPLITS.flatMap(split => [`${split}_images`, `${split}_labels`]);

/**
 * A data set of MedMNIST from the arrays of its `.npz` file: images as bytes, [n, height, width] grey,
 * [n, height, width, 3] in colour, [n, depth, height, width] volumes; labels [n, 1]. Grey ones get a channel axis.
 *
 * Throws a DataError that names file and array, also for ChestMNIST, whose images have several labels each.
 * Source: Yang et al., MedMNIST v2, Scientific Data 2023.
 */
export function medMnistData(arrays: Arrays, file: string): StoredData {
  const missing = MED_MNIST_ARRAYS.filter(name => !arrays.has(name));
  if (missing.length > 0) {
    throw new DataError(
      `Expected ${file} to hold the arrays ${MED_MNIST_ARRAYS.join(', ')}, got all but ${missing.join(', ')}.`
    );
  }
  const labels = arrays.get('train_labels')!;
  if ((labels.shape[1] ?? 1) > 1) {
    throw new DataError(
      `Expected train_labels of ${file} to be one class an image ([n, 1]), got ${labels.shape[1]} labels an image: ` +
        'sets with several labels (ChestMNIST) cannot be read, because networks are trained on one class an example.'
    );
  }
  const classes = Math.max(2, largestLabel(labels, {array: 'train_labels', file}) + 1);
  const [, ...size] = arrays.get('train_images')!.shape;
  const split = (name: (typeof SPLITS)[number]) => readSplit(arrays, name, size, classes, file);
  return {
    name: file,
    shape: size.length === 3 && size[2] === 3 ? size : [...size, 1],
    classes,
    openClasses: true,
    divisor: 255,
    train: split('train'),
    validation: split('val'),
    test: split('test')
  };
}

function readSplit(arrays: Arrays, split: string, size: readonly number[], classes: number, file: string): StoredSplit {
  const [images, labels] = [arrays.get(`${split}_images`)!, arrays.get(`${split}_labels`)!];
  const place = {array: `${split}_images`, file};
  const [count, ...shape] = images.shape;
  if (!(images.data instanceof Uint8Array) || images.type !== 'u1' || shape.length < 2 || shape.length > 3) {
    throw new DataError(
      `Expected ${describePlace(place)} to be uint8 of 3 or 4 axes, got type ${images.type} and shape [${images.shape.join(', ')}].`
    );
  }
  if (shape.join() !== size.join()) {
    throw new DataError(
      `Expected ${describePlace(place)} to be [n, ${size.join(', ')}] like train_images, got [${images.shape.join(', ')}].`
    );
  }
  if (count !== labels.shape[0]) {
    throw new DataError(
      `Expected ${describePlace(place)} and ${split}_labels to have the same number of examples, got ${count} and ${labels.shape[0]}.`
    );
  }
  return {x: images.data, y: labelsFromArray(labels, classes, {array: `${split}_labels`, file})};
}
