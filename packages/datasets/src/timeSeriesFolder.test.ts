import {copyFile, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, expect, test} from 'vitest';
import type {LabeledExamples} from './labeledExamples.ts';
import {openData} from './openData.ts';

const folder = await mkdtemp(join(tmpdir(), 'espalier-ts-'));
afterAll(() => rm(folder, {recursive: true}));

/** The cut of BasicMotions under its own names. */
const motions = join(folder, 'BasicMotions');
await mkdir(motions);
for (const split of ['TRAIN', 'TEST']) {
  const cut = fileURLToPath(new URL(`../fixtures/BasicMotions/BasicMotions_${split}.ts.txt`, import.meta.url));
  await copyFile(cut, join(motions, `BasicMotions_${split}.ts`));
}

async function pair(name: string, train: string, test: string, under = name): Promise<string> {
  await mkdir(join(folder, under), {recursive: true});
  const header = (text: string) => (text.startsWith('@') ? text : `@classLabel true a b\n@data\n${text}`);
  await writeFile(join(folder, under, `${name}_TRAIN.ts`), header(train));
  await writeFile(join(folder, under, `${name}_TEST.ts`), header(test));
  return join(folder, under);
}

const open = (path: string) => openData(path, {seed: 0, validation: 0});

test('a folder is read as [steps, dimensions], the classes taking turns', async () => {
  const data = await open(motions);
  expect(data.shape).toEqual([20, 6]);
  expect(data.classNames).toEqual(['Standing', 'Running', 'Walking', 'Badminton']);
  expect([...data.train.labels]).toEqual([0, 1, 2, 3, 0, 1, 2, 3]);
  expect([...data.test.labels]).toEqual([0, 1, 2, 3]);
  expect(data.note).toBeUndefined();
  const {x, y} = await data.train.batch([0]);
  const values = await x.data();
  // The beginnings of the first two dimensions of the first line.
  expect([0, 6, 12, 1, 7, 13].map(at => values[at])).toEqual(
    [0.079106, 0.079106, -0.903497, 0.394032, 0.394032, -3.666397].map(Math.fround)
  );
  x.dispose();
  y.dispose();
});

test('series are resampled to as many steps as are asked for, on the lines between their values', async () => {
  const path = await pair('Resampled', '0,2,4,6,8:1,1,1,1,5:a\n0,3:3,0:b', '7:-7:a\n1,2,3:0,0,0:b');
  const data = await openData(path, {seed: 0, validation: 0, steps: 3});
  expect(data.shape).toEqual([3, 2]);
  expect(data.note).toBe('Series of 1 to 5 steps, resampled to 3.');
  const values = async (examples: LabeledExamples) => {
    const {x, y} = await examples.batch([0, 1]);
    const found = Array.from(await x.data());
    x.dispose();
    y.dispose();
    return found;
  };
  expect(await values(data.train)).toEqual([0, 1, 4, 1, 8, 5, 0, 3, 1.5, 1.5, 3, 0]);
  expect(await values(data.test)).toEqual([7, -7, 7, -7, 7, -7, 1, 0, 2, 0, 3, 0]);
  expect(data.sha256).not.toBe((await open(path)).sha256);
  await expect(openData('digits', {seed: 0, steps: 8})).rejects.toThrow(
    'Expected steps only with data of sequences (.ts files), got it with digits.'
  );
  await expect(openData(path, {seed: 0, steps: 1})).rejects.toThrow(/to be a whole number of at least 2, got 1\.$/);
});

test('its registered name reads the same from --data-dir, beside or around the files', async () => {
  const {sha256} = await open(motions);
  for (const dataDir of [motions, folder]) {
    const data = await openData('basic-motions', {seed: 0, validation: 0, dataDir});
    expect([data.name, data.sha256]).toEqual(['basic-motions', sha256]);
  }
  const missing = openData('gun-point', {seed: 0, dataDir: folder});
  await expect(missing).rejects.toThrow(
    `Expected GunPoint_TRAIN.ts and GunPoint_TEST.ts for gun-point, got none in ${folder}, ${join(folder, 'GunPoint')}, ` +
      `${join(folder, 'aeon', 'datasets', 'data', 'GunPoint')}. They are in the Python package aeon (BSD-3-Clause): ` +
      'pip download aeon --no-deps, unzip the wheel, and give its folder aeon/datasets/data as --data-dir. ' +
      'Or take them from https://timeseriesclassification.com.'
  );
});

test('series that are shorter than the longest of both files end in zeros', async () => {
  const data = await open(await pair('Short', '1,2:a\n3:b', '4,5,6:b\n7,8:a'));
  expect(data.shape).toEqual([3, 1]);
  expect(data.note).toBe('Series of 1 to 3 steps; shorter ones end in zeros.');
  const {x, y} = await data.train.batch([0, 1]);
  expect([...(await x.data())]).toEqual([1, 2, 0, 3, 0, 0]);
  x.dispose();
  y.dispose();
});

test('missing values are counted', async () => {
  const data = await open(await pair('Gaps', '1,?,3:a\n?,2,2:b', '1,1,1:a\n1,1,1:b'));
  expect(data.note).toBe('2 missing values stand between their neighbours.');
});

test('labels go by the order of the training file where the test file has another', async () => {
  const test = '@classLabel true b a\n@data\n5:b\n6:a';
  expect([...(await open(await pair('Order', '1:a\n2:b', test))).test.labels]).toEqual([0, 1]);
});

test('files that do not go together are errors', async () => {
  const train = '1:a\n2:b';
  await expect(open(await pair('Classes', train, '@classLabel true a c\n@data\n1:a'))).rejects.toThrow(
    /Expected .*Classes_TEST\.ts to have the classes of .*Classes_TRAIN\.ts \(a, b\), got a, c\./
  );
  await expect(open(await pair('Widths', train, '1:2:a'))).rejects.toThrow(
    /Expected .*Widths_TEST\.ts to have 1 dimensions like .*Widths_TRAIN\.ts, got 2\./
  );
});

test('of several pairs the one with the name of the folder counts; without it, it is an error', async () => {
  await pair('Both', '1:a\n2:b', '1:a');
  expect((await open(await pair('Both_eq', '1,1:a\n2,2:b', '1,1:a', 'Both'))).shape).toEqual([1, 1]);
  await pair('One', '1:a\n2:b', '1:a', 'Several');
  await expect(open(await pair('Two', '1:a\n2:b', '1:a', 'Several'))).rejects.toThrow(
    /Expected .*Several to hold Several_TRAIN\.ts and Several_TEST\.ts, or one such pair, got pairs of One, Two\./
  );
});
