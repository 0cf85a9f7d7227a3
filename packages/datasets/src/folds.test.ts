import {cp, mkdir, mkdtemp} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {assembleDataSet} from './assembleDataSet.ts';
import type {DataSet} from './dataSet.ts';
import type {StoredData} from './dataSource.ts';
import {foldIndices} from './foldIndices.ts';
import {openData} from './openData.ts';

await tf.setBackend('cpu');

const labels = Int32Array.from([0, 0, 0, 1, 1, 1, 1, 0, 0, 1, 1, 2, 2, 2]);
const about = {name: 'toys', classNames: ['cat', 'dog', 'cow']};
const folds = (seeds: readonly number[], k: number) => seeds.map(seed => foldIndices(labels, {folds: k, seed}, about));

describe('foldIndices', () => {
  it('deals every example into one fold, each class alike', () => {
    const parts = folds([0, 1, 2], 3);
    expect(parts.flatMap(part => [...part]).toSorted((a, b) => a - b)).toEqual([...labels.keys()]);
    expect(parts.map(({length}) => length).toSorted()).toEqual([4, 5, 5]);
    for (const label of [0, 1, 2]) {
      const counts = parts.map(part => part.filter(index => labels[index] === label).length);
      expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
    }
  });

  it('takes seeds behind the folds from another partition', () => {
    const [first, second] = [folds([0, 1, 2], 3), folds([3, 4, 5], 3)];
    expect(second).not.toEqual(first);
    expect(second.flatMap(part => [...part])).toHaveLength(labels.length);
    expect(folds([4], 3)).toEqual([second[1]]);
  });

  it('refuses fewer than two folds, and more than the smallest class has examples', () => {
    expect(() => folds([0], 1)).toThrow('Expected folds to be a whole number of at least 2, got 1.');
    expect(() => folds([0], 4)).toThrow(
      'Expected folds to be at most 3, the number of examples of class cow of toys, got 4.'
    );
  });
});

/** One value an example, which tells it from all others. */
function toys(y: Int32Array, from: number, x = Float32Array.from(y, (_, i) => from + i)) {
  return {x, y};
}

const stored: StoredData = {
  name: 'toys',
  shape: [1],
  classes: 3,
  classNames: about.classNames,
  divisor: 1,
  train: toys(labels, 0),
  validation: toys(labels, 100),
  test: toys(labels, 200)
};

async function valuesOf({train, validation, test}: DataSet): Promise<number[][]> {
  return Promise.all(
    [train, validation, test].map(async split => {
      const {x, y} = await split.batch(Array.from(split.labels.keys()));
      const values = Array.from(x.dataSync());
      tf.dispose([x, y]);
      return values;
    })
  );
}

describe('folds of arrays', () => {
  const open = (seed: number, options = {}) => assembleDataSet(stored, {seed: 0, fold: {folds: 3, seed}, ...options});

  it('pool all splits, test each example once, and hold validation out of the rest', async () => {
    const sets = await Promise.all([0, 1, 2].map(seed => valuesOf(open(seed))));
    const all = [0, 100, 200].flatMap(from => Array.from(labels, (_, i) => from + i));
    expect(sets.flatMap(([, , test]) => test!).toSorted((a, b) => a - b)).toEqual(all);
    for (const splits of sets) {
      expect(splits.flat().toSorted((a, b) => a - b)).toEqual(all);
      expect(splits.map(({length}) => length)).toEqual([25, 3, 14]);
    }
  });

  it('have digests of their own, which tell partitions apart, too', () => {
    const digests = [0, 1, 2, 3, 4, 5].map(seed => open(seed).sha256);
    expect(new Set([...digests, assembleDataSet(stored, {seed: 0}).sha256]).size).toBe(7);
    expect(open(4).sha256).toBe(digests[4]);
    expect(open(4).note).toBe('Fold 2 of 3 of all 42 examples is the test split (partition 2).');
  });

  it('hold out as many validation examples as asked for, though the data give fewer', () => {
    expect(open(0, {validation: 20}).validation.size).toBe(20);
    expect(open(0, {validation: 0}).train.size).toBe(28);
  });

  it('refuse counts of splits that are no more, and splits of several types', () => {
    expect(() => open(0, {test: 5})).toThrow(
      'Expected no test beside folds, which deal out all examples of toys, got test: 5. Leave out one of them.'
    );
    const mixed = {...stored, test: toys(labels, 0, new Uint8Array(labels.length) as never)};
    expect(() => assembleDataSet(mixed, {seed: 0, fold: {folds: 2, seed: 0}})).toThrow(
      'Expected the splits of toys to hold values of one type to deal them into folds, got Float32Array and Uint8Array.'
    );
  });
});

describe('folds of image files', () => {
  let folder: string;
  const counts = {train: 4, test: 2};
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'espalier-folds-'));
    const image = fileURLToPath(new URL('../fixtures/grey.png', import.meta.url));
    for (const [split, count] of Object.entries(counts)) {
      for (const name of ['a', 'b']) {
        await mkdir(join(folder, split, name), {recursive: true});
        for (let i = 0; i < count; i++) await cp(image, join(folder, split, name, `${split}-${i}.png`));
      }
    }
  });

  it('pool the files of all splits, streamed or in memory', async () => {
    for (const images of [{size: 8}, undefined]) {
      const open = (seed: number) =>
        openData(folder, {seed: 0, images, resize: images ? undefined : [8, 8], fold: {folds: 3, seed}});
      const sets = await Promise.all([0, 1, 2].map(open));
      expect(sets.map(({test}) => [test.size, ...test.labels.toSorted()].join())).toEqual(Array(3).fill('4,0,0,1,1'));
      expect(sets.map(({train, validation}) => train.size + validation.size)).toEqual([8, 8, 8]);
      expect(new Set(sets.map(({sha256}) => sha256)).size).toBe(3);
      const {x, y} = await sets[1]!.test.batch([0, 3]);
      expect(x.shape).toEqual([2, 8, 8, images ? 3 : 1]);
      tf.dispose([x, y]);
    }
  });
});
