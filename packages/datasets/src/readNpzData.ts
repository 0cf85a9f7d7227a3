import {describePlace, type Place} from './checkArrays.ts';
import {DataError} from './dataError.ts';
import type {StoredData, StoredInput, StoredSplit} from './dataSource.ts';
import {MED_MNIST_ARRAYS, medMnistData} from './medMnist.ts';
import {labelsFromArray, largestLabel, valuesFromArray} from './npzArrays.ts';
import type {NpyArray} from './formats/npy.ts';
import {readNpz} from './formats/npz.ts';
import {readBytes} from './readBytes.ts';

const REQUIRED = ['x_train', 'y_train', 'x_test', 'y_test'];
const OPTIONAL = ['x_val', 'y_val'];

export interface NpzDataOptions {
  /** Names of a network's further inputs. */
  readonly inputs?: readonly string[];
  /** Axes of one example that a network reads. */
  readonly axes?: number;
}

/**
 * Reads a data set from an `.npz` file with `x_train, y_train, x_test, y_test` and perhaps `x_val, y_val`.
 *
 * x: [n, …shape], uint8 (divided by 255 in batches) or float32 as is; [n, height, width] gets a channel axis, unless a network
 * reads examples of two `axes`. y: class
 * indices [n], or one-hot rows [n, classes]. With indices, the number of classes is the largest of `y_train` plus one.
 * A network's further `inputs` read `x_train.NAME` and so on, of any shape.
 *
 * Files of MedMNIST, which have `train_images` and so on, are read too.
 *
 * Throws a DataError that names file, array and index.
 */
export async function readNpzData(file: string, {inputs = [], axes}: NpzDataOptions = {}): Promise<StoredData> {
  const further = (names: readonly string[]) =>
    names.filter(name => name.startsWith('x_')).flatMap(name => inputs.map(input => `${name}.${input}`));
  const [required, optional] = [REQUIRED, OPTIONAL].map(names => [...names, ...further(names)]) as [string[], string[]];
  const bytes = await readBytes(file);
  const medical = readNpz(bytes, file, MED_MNIST_ARRAYS);
  if (medical.has('train_images')) return medMnistData(medical, file);
  const arrays = readNpz(bytes, file, [...required, ...optional]);
  checkNames(arrays, file, required, optional);
  const classes = classesOf(arrays, file);
  const split = (name: string): StoredSplit => {
    const more = inputs.map(input => readInput(arrays, `x_${name}.${input}`, `y_${name}`, file));
    return {...readSplit(arrays, name, classes, file), ...(more.length > 0 && {more})};
  };
  const train = split('train');
  const data = {train, test: split('test'), validation: arrays.has('x_val') ? split('val') : undefined};
  ['', ...inputs.map(input => `.${input}`)].forEach(input => checkAlike(arrays, input, file));
  return {
    ...data,
    name: file,
    shape: exampleShape(arrays.get('x_train')!, axes),
    classes,
    openClasses: !isOneHot(arrays.get('y_train')!),
    divisor: divisorOf(train.x),
    ...(train.more && {more: train.more.map((x, i) => storedInput(arrays, inputs[i]!, x))}),
    note: noteMissingClasses(train.y, classes)
  };
}

function storedInput(arrays: ReadonlyMap<string, NpyArray>, name: string, x: StoredSplit['x']): StoredInput {
  return {name, shape: arrays.get(`x_train.${name}`)!.shape.slice(1), divisor: divisorOf(x)};
}

function divisorOf(x: StoredSplit['x']): number {
  return x instanceof Uint8Array ? 255 : 1;
}

function checkNames(
  arrays: ReadonlyMap<string, NpyArray>,
  file: string,
  required: readonly string[],
  optional: readonly string[]
): void {
  const half = optional.some(name => arrays.has(name)) ? optional : [];
  const missing = [...required, ...half].filter(name => !arrays.has(name));
  if (missing.length === 0) return;
  const got = arrays.size === 0 ? 'none of them' : `only ${[...arrays.keys()].join(', ')}`;
  throw new DataError(
    `Expected ${file} to hold the arrays ${required.join(', ')} (and perhaps ${optional.join(', ')}), got ${got}: ` +
      `${missing.join(', ')} ${missing.length === 1 ? 'is' : 'are'} missing.`
  );
}

function classesOf(arrays: ReadonlyMap<string, NpyArray>, file: string): number {
  const y = arrays.get('y_train')!;
  if (isOneHot(y)) return y.shape[1]!;
  return largestLabel(y, {array: 'y_train', file}) + 1;
}

function isOneHot({shape}: NpyArray): boolean {
  return shape.length === 2 && shape[1]! > 1;
}

function readSplit(arrays: ReadonlyMap<string, NpyArray>, name: string, classes: number, file: string): StoredSplit {
  const labels = `y_${name}`;
  const x = readInput(arrays, `x_${name}`, labels, file);
  return {x, y: labelsFromArray(arrays.get(labels)!, classes, {array: labels, file})};
}

/** Values of one input, as many examples as there are labels. */
function readInput(
  arrays: ReadonlyMap<string, NpyArray>,
  name: string,
  labels: string,
  file: string
): StoredSplit['x'] {
  const [x, y] = [arrays.get(name)!, arrays.get(labels)!];
  const place: Place = {array: name, file};
  if (x.shape.length < 2 || x.data.length === 0) {
    throw new DataError(
      `Expected ${describePlace(place)} to have shape [n, …] with no empty axis, got [${x.shape.join(', ')}].`
    );
  }
  if (x.shape[0] !== y.shape[0]) {
    throw new DataError(
      `Expected ${describePlace(place)} and ${labels} to have the same number of examples, ` +
        `got ${x.shape[0]} and ${y.shape[0] ?? 'a lone number'}.`
    );
  }
  return valuesFromArray(x, place);
}

/** Every split has to have the shape and type of train. */
function checkAlike(arrays: ReadonlyMap<string, NpyArray>, input: string, file: string): void {
  const train = arrays.get(`x_train${input}`)!;
  for (const name of [`x_val${input}`, `x_test${input}`]) {
    const other = arrays.get(name);
    if (!other) continue;
    const [expected, got] = [train, other].map(({shape, type}) => `[n, ${shape.slice(1).join(', ')}] of type ${type}`);
    if (expected !== got)
      throw new DataError(`Expected ${name} of ${file} to be ${expected} like x_train${input}, got ${got}.`);
  }
}

function exampleShape({shape}: NpyArray, axes: number | undefined): number[] {
  return shape.length === 3 && axes !== 2 ? [...shape.slice(1), 1] : shape.slice(1);
}

function noteMissingClasses(labels: Int32Array, classes: number): string | undefined {
  const present = new Set(labels);
  const missing = Array.from({length: classes}, (_, k) => k).filter(k => !present.has(k));
  return missing.length === 0
    ? undefined
    : `No training example is of class ${missing.slice(0, 10).join(', ')}${missing.length > 10 ? ', …' : ''}.`;
}
