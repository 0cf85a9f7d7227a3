import {join} from 'node:path';
import {DataError} from './dataError.ts';
import {dataFolder} from './dataFolder.ts';
import type {DataSource, StoredSplit} from './dataSource.ts';
import {readUnpacked} from './readBytes.ts';

const PIXELS = 64;
const TRAIN = 1437; // the last fifth of the 1,797 digits in file order is the test split, so that it stays the same

/**
 * Handwritten digits, 8 × 8 × 1, ten classes, pixels 0 … 16. The file has no official split: the last 360 digits are
 * the test split, and since it is sorted by writer, they are in other hands than most of the training digits.
 *
 * Source: Alpaydin and Kaynak, Optical Recognition of Handwritten Digits, UCI Machine Learning Repository, 1998.
 */
export const digits: DataSource = {
  name: 'digits',
  summary: 'handwritten digits, 8 × 8 × 1, 10 classes; 1,437 + 360 committed',
  license: 'CC BY 4.0',
  async read() {
    const file = join(dataFolder('digits'), 'digits.csv.gz');
    const {x, y} = parseDigits(Buffer.from(await readUnpacked(file)).toString('utf8'), file);
    return {
      name: 'digits',
      shape: [8, 8, 1],
      classes: 10,
      classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      divisor: 16,
      train: {x: x.subarray(0, TRAIN * PIXELS), y: y.subarray(0, TRAIN)},
      test: {x: x.subarray(TRAIN * PIXELS), y: y.subarray(TRAIN)},
      note: 'The test split is the last 360 digits of the file.'
    };
  }
};

/** One digit a line: 64 pixels 0 … 16, then the label. */
export function parseDigits(
  text: string,
  file: string
): {readonly x: Uint8Array; readonly y: Int32Array} & StoredSplit {
  const rows = text.trim().split('\n');
  const x = new Uint8Array(rows.length * PIXELS);
  const y = new Int32Array(rows.length);
  rows.forEach((row, i) => {
    const values = row.split(',').map(Number);
    const label = values[PIXELS];
    const fits =
      values.length === PIXELS + 1 && values.every(value => Number.isInteger(value) && value >= 0 && value <= 16);
    if (!fits || label === undefined || label > 9) {
      throw new DataError(
        `Expected line ${i + 1} of ${file} to have 64 pixels from 0 to 16 and a digit, got "${row.slice(0, 40)}".`
      );
    }
    x.set(values.slice(0, PIXELS), i * PIXELS);
    y[i] = label;
  });
  return {x, y};
}
