import {join} from 'node:path';
import type {OfficialData} from './archives/archive.ts';
import {DataError} from './dataError.ts';
import type {DataSource, StoredData, StoredSplit} from './dataSource.ts';
import {describeFolders, findDataFolder} from './findDataFolder.ts';
import {foldIndices} from './foldIndices.ts';
import {readBytes} from './readBytes.ts';

const NAME = 'breast-cancer';
const FILE = 'breast_cancer.csv';
const IN_WHEEL = join('sklearn', 'datasets', 'data');
const TEST_FOLD = {folds: 5, seed: 0}; // of data that come without a split

const official: OfficialData = {
  title: 'breast cancer (WDBC) as scikit-learn has it',
  page: 'https://archive.ics.uci.edu/dataset/17',
  terms: 'CC BY 4.0 (the data), BSD-3-Clause (the package).',
  counts: {train: 455, test: 114},
  archives: [
    {
      file: FILE,
      bytes: 119_913,
      sha256: 'fed3eb72d0575ef6192293f5093c6e801b1476b577d0386bf4455504522172ed',
      wheel: {pip: 'scikit-learn==1.6.1', member: `sklearn/datasets/data/${FILE}`}
    }
  ]
};

/**
 * Cell nuclei in 569 images of breast masses, 30 numbers each, as rows of a table. Class 0 is benign and 1 malignant, so
 * that sensitivity is that for cancer; the file has it the other way about. There is no official split: every fifth example
 * of each class, in an order that is always the same, is a test example. Each number is standardised by the training examples.
 *
 * Source: Wolberg, Mangasarian, Street and Street, Breast Cancer Wisconsin (Diagnostic), UCI Machine Learning Repository 1993.
 */
export const breastCancer: DataSource = {
  name: NAME,
  summary:
    'cell nuclei of breast masses, 30 numbers, benign or malignant; 455 + 114, from Python’s package scikit-learn',
  license: 'CC BY 4.0',
  official,
  async read({dataDir}) {
    const folders = dataDir === undefined ? [] : [dataDir, join(dataDir, NAME), join(dataDir, IN_WHEEL)];
    const folder = await findDataFolder(folders, [FILE]);
    if (folder === undefined) {
      throw new DataError(
        `Expected the file ${FILE} of scikit-learn for ${NAME}, got ${describeFolders(folders)}. ` +
          `\`espalier data get ${NAME} DIR\` fetches it by pip (CC BY 4.0); then name DIR with --data-dir.`
      );
    }
    const file = join(folder, FILE);
    return breastCancerData(Buffer.from(await readBytes(file)).toString('utf8'), file);
  }
};

/** The data from the text of the file: `569,30,malignant,benign`, then a line an example: its numbers, and 0 or 1. */
export function breastCancerData(text: string, file: string): StoredData {
  const [head = '', ...rows] = text.trim().split(/\r?\n/);
  const [count, features] = head.split(',').map(Number);
  if (!/^\d+,\d+,malignant,benign$/.test(head) || count !== rows.length || !features) {
    throw new DataError(
      `Expected ${file} to begin with "EXAMPLES,FEATURES,malignant,benign" and as many lines, got "${head.slice(0, 40)}" ` +
        `and ${rows.length} lines.`
    );
  }
  const x = new Float32Array(count * features);
  const y = new Int32Array(count);
  rows.forEach((row, i) => {
    const values = row.split(',').map(value => (value.trim() === '' ? NaN : Number(value)));
    const label = values[features];
    if (values.length !== features + 1 || !values.every(Number.isFinite) || (label !== 0 && label !== 1)) {
      throw new DataError(
        `Expected line ${i + 2} of ${file} to have ${features} numbers and 0 or 1, got "${row.slice(0, 40)}".`
      );
    }
    x.set(values.slice(0, features), i * features);
    y[i] = 1 - label;
  });
  const classNames = ['benign', 'malignant'];
  const tested = new Set(foldIndices(y, TEST_FOLD, {name: NAME, classNames}));
  const split = (isTest: boolean): StoredSplit => {
    const indices = [...y.keys()].filter(i => tested.has(i) === isTest);
    return {
      x: Float32Array.from(indices.flatMap(i => [...x.subarray(i * features, (i + 1) * features)])),
      y: Int32Array.from(indices, i => y[i]!)
    };
  };
  return {
    name: NAME,
    shape: [features],
    classes: 2,
    classNames,
    divisor: 1,
    standardize: true,
    train: split(false),
    test: split(true),
    note: 'Every fifth example of each class is a test example; numbers are standardised by the training examples.'
  };
}
