import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {medMnistData} from './medMnist.ts';
import {openData} from './openData.ts';
import type {NpyArray} from './formats/npy.ts';

const fixture = (name: string): string => fileURLToPath(new URL(`../fixtures/${name}.npz`, import.meta.url));

test.each([
  ['medGrey', [28, 28, 1]],
  ['medColour', [28, 28, 3]],
  ['medVolume', [28, 28, 28, 1]]
])('%s has its own three splits and the shape %j', async (name, shape) => {
  const data = await openData(fixture(name), {seed: 0});
  expect(data.shape).toEqual(shape);
  expect([data.train, data.validation, data.test].map(({labels}) => [...labels])).toEqual([
    [0, 1, 2, 0],
    [0, 1],
    [0, 1, 2]
  ]);
  expect(data.classes).toBe(3);
  const {x, y} = await data.train.batch([1]);
  const values = shape.reduce((product, size) => product * size, 1);
  expect(Array.from((await x.data()).slice(0, 2))).toEqual([values, values + 1].map(v => Math.fround((v % 251) / 255)));
  x.dispose();
  y.dispose();
});

test('several labels an image are refused', async () => {
  const file = fixture('medSeveral');
  await expect(openData(file, {seed: 0})).rejects.toThrow(
    `Expected train_labels of ${file} to be one class an image ([n, 1]), got 14 labels an image: sets with several ` +
      'labels (ChestMNIST) cannot be read, because networks are trained on one class an example.'
  );
});

function arrays(changes: Readonly<Record<string, NpyArray | undefined>>): ReadonlyMap<string, NpyArray> {
  const all: Record<string, NpyArray | undefined> = {};
  for (const split of ['train', 'val', 'test']) {
    all[`${split}_images`] = {type: 'u1', shape: [2, 2, 2], data: new Uint8Array(8)};
    all[`${split}_labels`] = {type: 'u1', shape: [2, 1], data: Uint8Array.of(0, 1)};
  }
  return new Map(Object.entries({...all, ...changes}).flatMap(([name, array]) => (array ? [[name, array]] : [])));
}

test.each([
  [
    {val_images: undefined},
    'Expected x.npz to hold the arrays train_images, train_labels, val_images, val_labels, test_images, test_labels, got all but val_images.'
  ],
  [
    {train_images: {type: 'f4', shape: [2, 2, 2], data: new Float32Array(8)}},
    'Expected train_images of x.npz to be uint8 of 3 or 4 axes, got type f4 and shape [2, 2, 2].'
  ],
  [
    {test_images: {type: 'u1', shape: [2, 2, 1], data: new Uint8Array(4)}},
    'Expected test_images of x.npz to be [n, 2, 2] like train_images, got [2, 2, 1].'
  ],
  [
    {val_labels: {type: 'u1', shape: [1, 1], data: new Uint8Array(1)}},
    'Expected val_images of x.npz and val_labels to have the same number of examples, got 2 and 1.'
  ],
  [
    {test_labels: {type: 'u1', shape: [2, 1], data: Uint8Array.of(0, 2)}},
    'Expected test_labels[1] of x.npz to be a class index from 0 to 1, got 2.'
  ]
])('%#: arrays that do not fit are named', (changes, message) => {
  expect(() => medMnistData(arrays(changes), 'x.npz')).toThrow(message);
});
