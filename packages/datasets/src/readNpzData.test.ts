import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {strToU8, zipSync} from 'fflate';
import {afterAll, expect, test} from 'vitest';
import {DataError} from './dataError.ts';
import {openData} from './openData.ts';

const folder = await mkdtemp(join(tmpdir(), 'espalier-npz-'));
afterAll(() => rm(folder, {recursive: true}));
const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}`, import.meta.url));
const file = join(folder, 'data.npz');

type Numbers = Uint8Array | Int32Array | Float32Array | Float64Array;
type Arrays = Readonly<Record<string, readonly [shape: readonly number[], data: Numbers]>>;

const DTYPES = {Uint8Array: '|u1', Int32Array: '<i4', Float32Array: '<f4', Float64Array: '<f8'};

function npy(shape: readonly number[], data: Numbers): Uint8Array {
  const dtype = DTYPES[data.constructor.name as keyof typeof DTYPES];
  const header = `{'descr': '${dtype}', 'fortran_order': False, 'shape': (${shape.map(size => `${size},`).join(' ')}), }`;
  const bytes = new Uint8Array(data.buffer);
  return Uint8Array.of(0x93, ...strToU8('NUMPY'), 1, 0, header.length, 0, ...strToU8(header), ...bytes);
}

/** Four training and two test examples of two values, with some arrays changed or (undefined) left out. */
async function open(changes: Partial<Arrays> = {}): Promise<unknown> {
  const arrays: Partial<Arrays> = {
    x_train: [[4, 2], Float32Array.of(0, 1, 2, 3, 4, 5, 6, 7)],
    y_train: [[4], Int32Array.of(0, 1, 0, 1)],
    x_test: [[2, 2], Float32Array.of(1, 2, 3, 4)],
    y_test: [[2], Int32Array.of(1, 0)],
    ...changes
  };
  const members = Object.entries(arrays).flatMap(([name, array]) =>
    array ? [[`${name}.npy`, npy(...array)] as const] : []
  );
  await writeFile(file, zipSync(Object.fromEntries(members)));
  return openData(file, {seed: 0});
}

test('bytes with class indices: a channel axis is added, bytes are divided by 255, stored and compressed are the same', async () => {
  const [stored, compressed] = [
    await openData(fixture('bytes.npz'), {seed: 0}),
    await openData(fixture('compressed.npz'), {seed: 0})
  ];
  expect([stored.shape, stored.classes]).toEqual([[2, 3, 1], 3]);
  expect([stored.train.size, stored.validation.size, stored.test.size]).toEqual([11, 1, 6]);
  expect([...stored.test.labels]).toEqual([0, 1, 2, 0, 1, 2]);
  expect(stored.sha256).toBe(compressed.sha256);
  const {x, y} = await stored.test.batch([1]);
  expect([...x.dataSync()]).toEqual([9, 10, 12, 13, 15, 16].map(byte => Math.fround(byte / 255)));
  x.dispose();
  y.dispose();
});

test('floats with one-hot rows in Fortran order and a validation split of its own', async () => {
  const data = await openData(fixture('floats.npz'), {seed: 0});
  expect([data.train.size, data.validation.size, data.test.size]).toEqual([6, 3, 3]);
  expect([...data.validation.labels]).toEqual([2, 1, 0]);
  const {x, y} = await data.train.batch([0, 5]);
  expect([x.dataSync()[0], x.dataSync()[15]]).toEqual([-1, 1]);
  expect(y.arraySync()).toEqual([
    [1, 0, 0],
    [0, 0, 1]
  ]);
  x.dispose();
  y.dispose();
});

test('a count takes the first examples, and more than there are is an error with both numbers', async () => {
  const data = await openData(fixture('floats.npz'), {seed: 0, train: 4, validation: 2, test: 1});
  expect([data.train.size, data.validation.size, data.test.size]).toEqual([4, 2, 1]);
  await expect(openData(fixture('floats.npz'), {seed: 0, test: 4})).rejects.toThrow(
    `Expected the number of test examples of ${fixture('floats.npz')} to be at most 3, which is all there are, got 4.`
  );
});

test('labels may be [n, 1] or whole floats, and a class without training examples is noted', async () => {
  const data = await open({y_train: [[4, 1], Float64Array.of(0, 2, 0, 2)]});
  expect(data).toMatchObject({classes: 3, note: 'No training example is of class 1.'});
});

const cases: readonly [string, Partial<Arrays>, string][] = [
  [
    'a missing array',
    {y_test: undefined},
    `Expected ${file} to hold the arrays x_train, y_train, x_test, y_test (and perhaps x_val, y_val), got only x_train, y_train, x_test: y_test is missing.`
  ],
  [
    'half a validation split',
    {x_val: [[1, 2], Float32Array.of(1, 2)]},
    `Expected ${file} to hold the arrays x_train, y_train, x_test, y_test (and perhaps x_val, y_val), got only x_train, y_train, x_test, y_test, x_val: y_val is missing.`
  ],
  [
    'NaN',
    {x_test: [[2, 2], Float32Array.of(1, 2, 3, NaN)]},
    `Expected x_test[1, 1] of ${file} to be a finite number, got NaN.`
  ],
  [
    'infinity',
    {x_train: [[4, 2], Float32Array.of(0, 0, 0, 0, -Infinity, 0, 0, 0)]},
    `Expected x_train[2, 0] of ${file} to be a finite number, got -Infinity.`
  ],
  [
    'a label out of range',
    {y_test: [[2], Int32Array.of(1, 7)]},
    `Expected y_test[1] of ${file} to be a class index from 0 to 1, got 7.`
  ],
  [
    'a negative label',
    {y_train: [[4], Int32Array.of(0, 1, -1, 1)]},
    `Expected y_train[2] of ${file} to be a class index from 0 to 99999, got -1.`
  ],
  [
    'a fractional label',
    {y_train: [[4], Float32Array.of(0, 0.5, 1, 1)]},
    `Expected y_train[1] of ${file} to be a class index from 0 to 99999, got 0.5.`
  ],
  [
    'counts that differ',
    {y_train: [[3], Int32Array.of(0, 1, 0)]},
    `Expected x_train of ${file} and y_train to have the same number of examples, got 4 and 3.`
  ],
  [
    'an empty split',
    {x_test: [[0, 2], new Float32Array(0)], y_test: [[0], new Int32Array(0)]},
    `Expected x_test of ${file} to have shape [n, …] with no empty axis, got [0, 2].`
  ],
  [
    'examples without an axis',
    {x_train: [[4], Float32Array.of(1, 2, 3, 4)]},
    `Expected x_train of ${file} to have shape [n, …] with no empty axis, got [4].`
  ],
  [
    'whole numbers that are no bytes',
    {x_train: [[4, 2], new Int32Array(8)]},
    `Expected x_train of ${file} to be uint8 (0 to 255) or float32, got type i4. Convert it with astype.`
  ],
  [
    'splits of different shapes',
    {x_test: [[2, 3], new Float32Array(6)]},
    `Expected x_test of ${file} to be [n, 2] of type f4 like x_train, got [n, 3] of type f4.`
  ],
  [
    'splits of different types',
    {x_test: [[2, 2], new Uint8Array(4)]},
    `Expected x_test of ${file} to be [n, 2] of type f4 like x_train, got [n, 2] of type u1.`
  ],
  [
    'a row that is not one-hot',
    {y_train: [[4, 2], Float32Array.of(1, 0, 0.5, 0.5, 1, 0, 0, 1)]},
    `Expected y_train[1] of ${file} to be a row of zeros with a single 1, got [0.5, 0.5].`
  ],
  [
    'one-hot rows of different lengths',
    {y_train: [[4, 2], Float32Array.of(1, 0, 0, 1, 1, 0, 0, 1)], y_test: [[2, 3], Float32Array.of(1, 0, 0, 0, 1, 0)]},
    `Expected y_test of ${file} to have 2 columns like y_train, got 3.`
  ],
  [
    'labels of three axes',
    {y_train: [[4, 2, 1], new Int32Array(8)]},
    `Expected y_train of ${file} to be class indices [n] or one-hot rows [n, classes], got shape [4, 2, 1].`
  ],
  [
    'a single training example',
    {x_train: [[1, 2], Float32Array.of(1, 2)], y_train: [[1], Int32Array.of(1)]},
    `Expected ${file} to have at least 2 training examples, one to hold out for validation, got 1.`
  ]
];

test.each(cases)('%s is one clear error', async (_, changes, message) => {
  const opened = open(changes);
  await expect(opened).rejects.toThrow(DataError);
  await expect(opened).rejects.toThrow(message);
});

test('a network may tell more classes apart than the labels show, but not fewer', async () => {
  const {classes} = await openData(fixture('bytes.npz'), {seed: 0});
  const wider = await openData(fixture('bytes.npz'), {seed: 0, classes: classes + 4});
  const narrower = await openData(fixture('bytes.npz'), {seed: 0, classes: classes - 1});
  expect([wider.classes, narrower.classes]).toEqual([classes + 4, classes]);
  const {x, y} = await wider.train.batch([0]);
  expect(y.shape).toEqual([1, classes + 4]);
  x.dispose();
  y.dispose();
});

test('gives the further inputs of a network by name, in every split, in its order', async () => {
  const more = {
    'x_train.b': [[4, 3], Float32Array.from({length: 12}, (_, i) => i)],
    'x_test.b': [[2, 3], Float32Array.of(9, 8, 7, 6, 5, 4)],
    'x_train.a': [[4, 1], Uint8Array.of(0, 51, 102, 255)],
    'x_test.a': [[2, 1], Uint8Array.of(255, 0)]
  } as const;
  await open(more);
  const [plain, both] = [await openData(file, {seed: 0}), await openData(file, {seed: 0, inputs: ['b', 'a'], test: 1})];
  expect(both.sha256).not.toBe(plain.sha256);
  expect(plain.train.moreShapes).toBeUndefined();
  expect([both.train.moreShapes, both.validation.moreShapes]).toEqual([
    [[3], [1]],
    [[3], [1]]
  ]);
  const {x, more: given, y} = await both.test.batch([0]);
  expect([x, ...given!, y].map(tensor => [...tensor.dataSync()])).toEqual([[1, 2], [9, 8, 7], [1], [0, 1]]);
  await expect(
    open({...more, 'x_test.b': [[2, 4], new Float32Array(8)]}).then(() => openData(file, {seed: 0, inputs: ['b']}))
  ).rejects.toThrow(`Expected x_test.b of ${file} to be [n, 3] of type f4 like x_train.b, got [n, 4] of type f4.`);
  await expect(openData(file, {seed: 0, inputs: ['c']})).rejects.toThrow(/: x_train\.c, x_test\.c are missing\.$/);
  await expect(openData('digits', {seed: 0, inputs: ['b']})).rejects.toThrow(
    'Expected digits to have values for the inputs b too, got one array of examples. Give a .npz with x_train.b and x_test.b beside x_train and x_test.'
  );
});

test('sequences stay as they are for a network that reads two axes', async () => {
  const x = {x_train: [[4, 2, 3], new Float32Array(24)], x_test: [[2, 2, 3], new Float32Array(12)]} as const;
  expect(await open(x)).toMatchObject({shape: [2, 3, 1]});
  expect((await openData(file, {seed: 0, axes: 2})).test.shape).toEqual([2, 3]);
});
