import {join} from 'node:path';
import type {OfficialData} from './archives/archive.ts';
import {DataError} from './dataError.ts';
import type {DataSource, StoredSplit} from './dataSource.ts';
import {describeFolders, findDataFolder} from './findDataFolder.ts';
import {readCifarBatch} from './formats/cifarBatch.ts';
import {readBytes} from './readBytes.ts';

const FOLDER = 'cifar-10-batches-bin';
const TRAIN_FILES = [1, 2, 3, 4, 5].map(batch => `data_batch_${batch}.bin`);
const TEST_FILE = 'test_batch.bin';

const official: OfficialData = {
  title: 'CIFAR-10, binary version',
  page: 'https://www.cs.toronto.edu/~kriz/cifar.html',
  terms: 'none stated; for research.',
  counts: {train: 50_000, test: 10_000},
  archives: [
    {
      file: 'cifar-10-binary.tar.gz',
      bytes: 170_052_171,
      sha256: 'c4a38c50a1bc5f3a1c5537f2155ab9d68f9f25eb1ed8d9ddda3db29a59bca1dd',
      url: 'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz',
      into: '.'
    }
  ]
};

/**
 * Photographs of ten things, 32 × 32 × 3, from the archive's binary version.
 *
 * Source: Krizhevsky, Learning Multiple Layers of Features from Tiny Images, 2009.
 */
export const cifar10: DataSource = {
  name: 'cifar-10',
  summary: 'photographs of ten things, 32 × 32 × 3, 10 classes; 50,000 + 10,000 from the binary version',
  license: 'none stated; for research',
  official,
  async read({dataDir}) {
    const folders = dataDir === undefined ? [] : [dataDir, join(dataDir, FOLDER), join(dataDir, 'cifar-10', FOLDER)];
    const folder = await findDataFolder(folders, [TRAIN_FILES[0]!]);
    if (folder === undefined) {
      throw new DataError(
        `Expected the folder ${FOLDER} of CIFAR-10 for cifar-10, got ${describeFolders(folders)}. Take ` +
          'https://www.cs.toronto.edu/~kriz/cifar-10-binary.tar.gz (170,052,171 bytes), unpack it, and name the folder ' +
          'around it with --data-dir.'
      );
    }
    return {
      name: 'cifar-10',
      shape: [32, 32, 3],
      classes: 10,
      classNames: ['airplane', 'automobile', 'bird', 'cat', 'deer', 'dog', 'frog', 'horse', 'ship', 'truck'],
      divisor: 255,
      train: await readBatches(TRAIN_FILES.map(file => join(folder, file))),
      test: await readBatches([join(folder, TEST_FILE)])
    };
  }
};

async function readBatches(files: readonly string[]): Promise<StoredSplit> {
  const batches: StoredSplit[] = [];
  for (const file of files) batches.push(readCifarBatch(await readBytes(file), file));
  const x = new Uint8Array(batches.reduce((total, batch) => total + batch.x.length, 0));
  const y = new Int32Array(batches.reduce((total, batch) => total + batch.y.length, 0));
  let at = 0;
  for (const batch of batches) {
    x.set(batch.x, at * (x.length / y.length));
    y.set(batch.y, at);
    at += batch.y.length;
  }
  return {x, y};
}
