import {execFileSync} from 'node:child_process';
import {createHash} from 'node:crypto';
import {existsSync} from 'node:fs';
import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gzipSync} from 'node:zlib';
import {afterAll, expect, test} from 'vitest';
import {DataError} from './dataError.ts';
import {dataFolder} from './dataFolder.ts';
import {fashionMnist} from './fashionMnist.ts';
import {findFullFile, INSTALLED_AT} from './fashionMnistFiles.ts';
import {openData} from './openData.ts';

const folder = await mkdtemp(join(tmpdir(), 'espalier-fashion-'));
afterAll(() => rm(folder, {recursive: true}));

const counts = (labels: Int32Array): number[] => Array.from({length: 10}, (_, k) => labels.filter(l => l === k).length);
const installed = existsSync(join(INSTALLED_AT, 'train-images-idx3-ubyte.gz'));

test('without counts it is the cut: 2,000 training images, a tenth of them for validation, and 500 test images', async () => {
  const data = await openData('fashion-mnist', {seed: 0});
  expect([data.train.size, data.validation.size, data.test.size]).toEqual([1800, 200, 500]);
  expect(data.shape).toEqual([28, 28, 1]);
  expect(counts(data.train.labels)).toEqual(Array(10).fill(180));
  expect(counts(data.validation.labels)).toEqual(Array(10).fill(20));
  expect(counts(data.test.labels)).toEqual(Array(10).fill(50));
  expect(data.note).toBe(
    'Train: all 2000 images of the class-balanced cut. Test: all 500 images of the class-balanced cut.'
  );
});

test('every prefix of the cut is balanced within one', async () => {
  for (const train of [1, 7, 95, 1000]) {
    const {train: split} = await fashionMnist.read({train});
    const labels = counts(split.y.subarray(0, train));
    expect(Math.max(...labels) - Math.min(...labels)).toBeLessThanOrEqual(1);
  }
});

test('the digest covers the data in use and not the seed', async () => {
  const digest = async (options: {train?: number; padTo?: number; seed: number}): Promise<string> =>
    (await openData('fashion-mnist', options)).sha256;
  const first = await digest({seed: 0, train: 100});
  expect(first).toMatch(/^[0-9a-f]{64}$/);
  expect(await digest({seed: 1, train: 100})).toBe(first);
  expect(await digest({seed: 0, train: 101})).not.toBe(first);
  expect(await digest({seed: 0, train: 100, padTo: 32})).not.toBe(first);
});

test('padded to 32 × 32 the image keeps its sum', async () => {
  const options = {seed: 0, train: 20, test: 10};
  const [plain, padded] = [
    await openData('fashion-mnist', options),
    await openData('fashion-mnist', {...options, padTo: 32})
  ];
  expect(padded.shape).toEqual([32, 32, 1]);
  const sumOf = async ({test: examples}: typeof plain) => {
    const {x, y} = await examples.batch([3]);
    const sum = Array.from(x.dataSync()).reduce((total, value) => total + value, 0);
    x.dispose();
    y.dispose();
    return sum;
  };
  expect(await sumOf(padded)).toBe(await sumOf(plain));
});

test('more than there is and what is no count are errors with both numbers', async () => {
  await expect(openData('fashion-mnist', {seed: 0, train: 70_000})).rejects.toThrow(
    'Expected the number of training examples of fashion-mnist to be at most 60000, which is all there are, got 70000.'
  );
  await expect(openData('fashion-mnist', {seed: 0, test: 0})).rejects.toThrow(
    'Expected the number of test examples of fashion-mnist to be a positive whole number, got 0.'
  );
  await expect(openData('fashion-mnist', {seed: 0, train: 100, validation: 100})).rejects.toThrow(
    'Expected the number of validation examples to hold out of the 100 training examples of fashion-mnist to be at ' +
      'most 99, which is all there are, got 100.'
  );
});

test('a missing full file is named with the places looked at and how to get it', async () => {
  const search = findFullFile(
    ['train-images-idx3-ubyte', ''],
    'train: 10000 (the committed cut has 2000)',
    folder,
    '/nowhere'
  );
  await expect(search).rejects.toThrow(DataError);
  await expect(search).rejects.toThrow(
    'Expected the full Fashion-MNIST file train-images-idx3-ubyte.gz for train: 10000 (the committed cut has 2000), ' +
      `got none in ${folder}, ${join(folder, 'fashion-mnist')}, /nowhere. On Debian and Ubuntu: ` +
      'apt-get install dataset-fashion-mnist. Elsewhere: put the four *-ubyte.gz files of the Fashion-MNIST project in ' +
      'a folder and name it with --data-dir.'
  );
});

test('a full file of the wrong digest, or one that is cut short, is an error and not passed over', async () => {
  const file = join(folder, 't10k-images-idx3-ubyte.gz');
  const packed = gzipSync(Buffer.from('something else'));
  const digest = createHash('sha256').update('something else').digest('hex');
  await writeFile(file, packed);
  await writeFile(join(folder, 't10k-labels-idx1-ubyte.gz'), packed);
  const open = (): Promise<unknown> => openData('fashion-mnist', {seed: 0, train: 10, test: 501, dataDir: folder});
  await expect(open()).rejects.toThrow(
    `Expected ${file}, unpacked, to have sha256 5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b, ` +
      `got ${digest}: it is damaged or another file.`
  );
  await writeFile(file, packed.subarray(0, 20));
  await expect(open()).rejects.toThrow(
    `Expected ${file} to be whole gzip data, got a file that cannot be unpacked: unexpected end of file.`
  );
});

test.runIf(installed)(
  'the full files give 60,000 + 10,000 images, and the cut is the first 200 of each class of them',
  async () => {
    const full = await fashionMnist.read({train: 60_000, test: 10_000});
    expect([full.train.y.length, full.test.y.length]).toEqual([60_000, 10_000]);
    const cut = await fashionMnist.read({});
    const source = Array.from(full.train.y.keys()).filter(i => full.train.y[i] === 3)[199]!;
    const target = 199 * 10 + 3;
    expect(cut.train.x.slice(target * 784, (target + 1) * 784)).toEqual(
      full.train.x.slice(source * 784, (source + 1) * 784)
    );
  }
);

test.runIf(installed)('one split may come from the full files while the other stays the cut', async () => {
  const data = await openData('fashion-mnist', {seed: 0, train: 3000, test: 500});
  expect([data.train.size, data.validation.size, data.test.size]).toEqual([2700, 300, 500]);
  expect([...data.train.labels.subarray(0, 2)]).toEqual([9, 0]);
  expect(data.note).toBe(
    'Train: the first 3000 images of the full files. Test: all 500 images of the class-balanced cut.'
  );
});

test.runIf(installed)('the script makes the committed files again, byte for byte', async () => {
  execFileSync(process.execPath, [
    fileURLToPath(new URL('../scripts/cutFashionMnist.mjs', import.meta.url)),
    INSTALLED_AT,
    folder
  ]);
  for (const name of ['train-images', 'train-labels', 'test-images', 'test-labels']) {
    const [made, committed] = [join(folder, `${name}.idx.gz`), join(dataFolder('fashion-mnist'), `${name}.idx.gz`)];
    expect((await readFile(made)).equals(await readFile(committed))).toBe(true);
  }
});
