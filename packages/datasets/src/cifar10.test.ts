import {mkdir, mkdtemp, rm, truncate, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {openData} from './openData.ts';

const folder = await mkdtemp(join(tmpdir(), 'espalier-cifar-'));
afterAll(() => rm(folder, {recursive: true}));

/** A record whose planes count up from 0, 80 and 160 by column. */
function record(label: number): Buffer {
  const planes = [0, 80, 160].flatMap(start => Array.from({length: 1024}, (_, pixel) => start + (pixel % 32)));
  return Buffer.from([label, ...planes]);
}

/** The layout of the archive with two records a batch, labels counting up over the files. */
async function archive(name: string): Promise<string> {
  const batches = join(folder, name, 'cifar-10-batches-bin');
  await mkdir(batches, {recursive: true});
  for (let batch = 1; batch <= 5; batch++) {
    const records = Buffer.concat([record(2 * batch - 2), record(2 * batch - 1)]);
    await writeFile(join(batches, `data_batch_${batch}.bin`), records);
  }
  await writeFile(join(batches, 'test_batch.bin'), Buffer.concat([record(3), record(9)]));
  return join(folder, name);
}

test('the five batches are the training split in order, the planes become channels', async () => {
  const dataDir = await archive('whole');
  const data = await openData('cifar-10', {seed: 0, validation: 0, dataDir});
  expect(data.shape).toEqual([32, 32, 3]);
  expect([...data.train.labels]).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
  expect([...data.test.labels]).toEqual([3, 9]);
  expect(data.classNames?.[9]).toBe('truck');
  const {x, y} = await data.test.batch([1]);
  const values = await x.data();
  const at = (row: number, column: number) => Array.from(values.slice((row * 32 + column) * 3).slice(0, 3));
  expect(at(0, 0)).toEqual([0, 80 / 255, 160 / 255].map(Math.fround));
  expect(at(31, 7)).toEqual([7 / 255, 87 / 255, 167 / 255].map(Math.fround));
  x.dispose();
  y.dispose();
});

test('the folder itself works as --data-dir too', async () => {
  const dataDir = join(await archive('itself'), 'cifar-10-batches-bin');
  expect((await openData('cifar-10', {seed: 0, dataDir})).train.size).toBe(9);
});

test('without the archive the message says where it comes from', async () => {
  await expect(openData('cifar-10', {seed: 0})).rejects.toThrow(
    'Expected the folder cifar-10-batches-bin of CIFAR-10 for cifar-10, got no --data-dir. Take ' +
      'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz (170,052,171 bytes), unpack it, and name the folder ' +
      'around it with --data-dir.'
  );
});

test('a batch that is cut short, missing or mislabelled is named', async () => {
  const dataDir = await archive('damaged');
  const file = (name: string) => join(dataDir, 'cifar-10-batches-bin', name);
  const open = () => openData('cifar-10', {seed: 0, dataDir});
  await writeFile(file('data_batch_2.bin'), Buffer.concat([record(1), record(10)]));
  await expect(open()).rejects.toThrow(
    `Expected the label of record 1 of ${file('data_batch_2.bin')} to be from 0 to 9, got 10.`
  );
  await truncate(file('data_batch_2.bin'), 4000);
  await expect(open()).rejects.toThrow(
    `Expected ${file('data_batch_2.bin')} to be records of 3073 bytes, a label and an image, got 4000 bytes.`
  );
  await rm(file('data_batch_2.bin'));
  await expect(open()).rejects.toThrow(`Expected ${file('data_batch_2.bin')} to be a readable file, got no such file.`);
});
