import {readFileSync} from 'node:fs';
import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {matNumbers, readMat} from './mat.ts';

const bytesOf = (name: string) => readFileSync(fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url)));
const TYPES = ['i1', 'u1', 'i2', 'u2', 'i4', 'u4', 'i8', 'u8', 'f4', 'f8'];

test.each(['plain', 'compressed'])('numbers of every type, text and structures, %s', kind => {
  const variables = readMat(bytesOf(`mat/${kind}.mat`), 'x.mat');
  for (const type of TYPES) {
    // By columns.
    expect(variables.get(type)).toEqual({
      kind: 'numbers',
      shape: [2, 3],
      values: Float64Array.of(0, 3, 1, 4, 2, 5)
    });
  }
  expect([...matNumbers(variables, 'short', 'x.mat')]).toEqual([7]);
  expect([...matNumbers(variables, 'negative', 'x.mat')]).toEqual([-1.5]);
  expect([...matNumbers(variables, 'empty', 'x.mat')]).toEqual([]);
  expect([...matNumbers(variables, 'logical', 'x.mat')]).toEqual([1, 0]);
  expect(variables.get('text')).toEqual({kind: 'text', text: 'größer'});
  expect(variables.get('one')).toEqual({
    kind: 'structures',
    elements: [
      {
        a: {kind: 'numbers', shape: [1, 1], values: Float64Array.of(1)},
        longer_name: {kind: 'text', text: 'x'}
      }
    ]
  });
  expect(variables.get('cells')).toEqual({kind: 'other', what: 'a matrix of class 1'});
  expect(variables.get('complex')).toEqual({kind: 'other', what: 'a matrix of class 6, complex'});
});

test('a file that is cut short anywhere, or is none, is an error that names it', () => {
  for (const name of ['mat/plain.mat', 'mat/compressed.mat']) {
    const bytes = bytesOf(name);
    for (const length of [0, 100, 130, 140, 200, 333, bytes.length - 20]) {
      expect(() => readMat(bytes.subarray(0, length), 'x.mat')).toThrow(
        'Expected x.mat to be a whole MATLAB level 5 file, got one that cannot be read: '
      );
    }
  }
  expect(() => readMat(new Uint8Array(300), 'x.mat')).toThrow('no byte order mark (a level 4 or HDF5 file?).');
});

test('flipped bytes are an error or other values, and never hang', () => {
  const bytes = bytesOf('mat/plain.mat');
  for (let at = 128; at < bytes.length; at++) {
    const damaged = Uint8Array.from(bytes);
    damaged[at]! ^= 0xff;
    try {
      readMat(damaged, 'x.mat');
    } catch (error) {
      expect((error as Error).name).toBe('DataError');
    }
  }
});

test('a missing variable is named, with those that are there', () => {
  const labels = readMat(bytesOf('flowers/imagelabels.mat'), 'imagelabels.mat');
  expect(() => matNumbers(labels, 'trnid', 'imagelabels.mat')).toThrow(
    'Expected imagelabels.mat to have numbers under the name trnid, got only labels.'
  );
  expect(() => matNumbers(readMat(bytesOf('mat/plain.mat'), 'x.mat'), 'text', 'x.mat')).toThrow('got text.');
});
