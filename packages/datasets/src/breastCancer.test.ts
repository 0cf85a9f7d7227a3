import {fileURLToPath} from 'node:url';
import {expect, test} from 'vitest';
import {breastCancerData} from './breastCancer.ts';
import type {LabeledExamples} from './labeledExamples.ts';
import {openData} from './openData.ts';

const dataDir = fileURLToPath(new URL('../fixtures/breastCancer', import.meta.url));
const open = (options: object = {}) => openData('breast-cancer', {seed: 0, dataDir, ...options});

async function valuesOf(examples: LabeledExamples, indices: readonly number[]): Promise<number[][]> {
  const {x, y} = await examples.batch(indices);
  const values = (await x.array()) as number[][];
  x.dispose();
  y.dispose();
  return values;
}

const everyOne = ({size}: LabeledExamples) => [...Array(size).keys()];

test('class 1 is malignant, and a fifth of each class is the test split', async () => {
  const {train, validation, test, shape, classNames} = await open({validation: 4});
  expect([train.size, validation.size, test.size, shape, classNames]).toEqual([
    20,
    4,
    6,
    [30],
    ['benign', 'malignant']
  ]);
  const malignant = [train, validation, test].map(({labels}) => labels.filter(label => label === 1).length);
  expect(malignant.reduce((sum, count) => sum + count)).toBe(12);
  expect(malignant[2]).toBeGreaterThan(1);
});

test('every number has mean 0 and deviation 1 over the training examples, and others are held against these', async () => {
  const {train, validation, test} = await open({validation: 4});
  const rows = await valuesOf(train, everyOne(train));
  for (let feature = 0; feature < 30; feature++) {
    const column = rows.map(row => row[feature]!);
    const mean = column.reduce((sum, value) => sum + value) / column.length;
    const variance = column.reduce((sum, value) => sum + (value - mean) ** 2, 0) / column.length;
    expect(mean).toBeCloseTo(0, 5);
    expect(variance).toBeCloseTo(1, 4);
  }
  const held = [...(await valuesOf(validation, everyOne(validation))), ...(await valuesOf(test, everyOne(test)))];
  const means = held[0]!.map((_, feature) => held.reduce((sum, row) => sum + row[feature]!, 0) / held.length);
  expect(Math.max(...means.map(Math.abs))).toBeGreaterThan(0.05);
  // In whatever batches they come.
  expect((await valuesOf(train, [3, 7]))[1]).toEqual(rows[7]);
});

test('folds test on every example once, standardised by what is left', async () => {
  const folds = await Promise.all([0, 1, 2].map(seed => open({validation: 4, fold: {folds: 3, seed}})));
  expect(folds.map(({train, test}) => [train.size, test.size])).toEqual(Array(3).fill([16, 10]));
  expect(new Set(folds.map(({sha256}) => sha256)).size).toBe(3);
  const [first] = folds;
  const rows = await valuesOf(first!.train, everyOne(first!.train));
  expect(rows.reduce((sum, row) => sum + row[0]!, 0)).toBeCloseTo(0, 4);
});

test('without the file the message has the command that fetches it', async () => {
  await expect(openData('breast-cancer', {seed: 0, dataDir: '/nowhere'})).rejects.toThrow(
    'Expected the file breast_cancer.csv of scikit-learn for breast-cancer, got none in /nowhere, ' +
      '/nowhere/breast-cancer, /nowhere/sklearn/datasets/data. `espalier data get breast-cancer DIR` fetches it by pip ' +
      '(CC BY 4.0); then name DIR with --data-dir.'
  );
});

test.each([
  [
    '3,2,malignant,benign\n1,2,0',
    '"EXAMPLES,FEATURES,malignant,benign" and as many lines, got "3,2,malignant,benign" and 1 lines.'
  ],
  ['1,2,benign,malignant\n1,2,0', 'got "1,2,benign,malignant" and 1 lines.'],
  ['1,2,malignant,benign\n1,,0', 'Expected line 2 of x.csv to have 2 numbers and 0 or 1, got "1,,0".'],
  ['1,2,malignant,benign\n1,2,3', 'Expected line 2 of x.csv to have 2 numbers and 0 or 1, got "1,2,3".']
])('another file is refused: %j', (text, message) => {
  expect(() => breastCancerData(text, 'x.csv')).toThrow(message);
});
