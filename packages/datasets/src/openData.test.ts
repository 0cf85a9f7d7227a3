import {mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {openData} from './openData.ts';
import {dataSetNames} from './registry.ts';

const folder = await mkdtemp(join(tmpdir(), 'espalier-open-'));
afterAll(() => rm(folder, {recursive: true}));

test('the registered names are in alphabetical order', () => {
  expect(dataSetNames()).toEqual([...dataSetNames()].sort());
  expect(dataSetNames()).toEqual(expect.arrayContaining(['digits', 'fashion-mnist']));
});

test('an unknown name comes with the known ones and the nearest', async () => {
  await expect(openData('fashion-mnst', {seed: 0})).rejects.toThrow(
    `Unknown data set "fashion-mnst". Known: ${dataSetNames().join(', ')}; or the path of a .npz file or of a folder with ` +
      'train/ and test/. Did you mean "fashion-mnist"?'
  );
});

test('a missing path, a file of another kind and a misplaced resize are errors', async () => {
  await expect(openData('no/where.npz', {seed: 0})).rejects.toThrow(
    'Expected data at no/where.npz, got no such file or folder.'
  );
  const text = join(folder, 'notes.txt');
  await writeFile(text, 'hello');
  await expect(openData(text, {seed: 0})).rejects.toThrow(
    `Expected ${text} to be a .npz file or a folder with train/ and test/, got another file.`
  );
  await expect(openData('digits', {seed: 0, resize: [8, 8]})).rejects.toThrow(
    'Expected resize only with a folder of images, got it with digits.'
  );
});

test('train and validation share no example, together they are what was asked for, and the test split stays the same', async () => {
  const [first, second] = [
    await openData('digits', {seed: 0, train: 300}),
    await openData('digits', {seed: 9, train: 300})
  ];
  expect(first.train.size + first.validation.size).toBe(300);
  expect(first.test.labels).toEqual(second.test.labels);
  expect(first.validation.labels).not.toEqual(second.validation.labels);
});

test('without a validation split train is whole and in file order', async () => {
  const whole = await openData('digits', {seed: 3, train: 300, validation: 0});
  const again = await openData('digits', {seed: 4, train: 300, validation: 0});
  expect([whole.train.size, whole.validation.size]).toEqual([300, 0]);
  expect(whole.train.labels).toEqual(again.train.labels);
});
