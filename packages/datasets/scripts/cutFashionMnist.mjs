// Makes the committed cut of Fashion-MNIST from the four full files, as Debian's package dataset-fashion-mnist installs
// them. Run: node scripts/cutFashionMnist.mjs [folder of the full files] [folder to write to]
//
// Of each class it takes the first 200 training and the first 50 test images in file order, and writes them class by
// class in turn (0, 1, …, 9, 0, 1, …), so that every prefix of the cut is balanced within one.
import {createHash} from 'node:crypto';
import {mkdirSync, readFileSync, writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import {gzipSync} from 'fflate'; // its bytes are the same on every machine, unlike those of the zlib inside Node

const CLASSES = 10;
const PIXELS = 28 * 28;
const SPLITS = [
  {
    name: 'train',
    perClass: 200,
    images: ['train-images-idx3-ubyte', 'c59f468a2f672dc815687fe0f83887768d799fd8a3f3276145d20f83aa44d888'],
    labels: ['train-labels-idx1-ubyte', 'bad3541b69d912435c50bb6ba87bec294ff4f6a2e1246121d8633921760443d9']
  },
  {
    name: 'test',
    perClass: 50,
    images: ['t10k-images-idx3-ubyte', '5b4141f0afbad91edebe8549f8fcffe087ea10ca49f1dbef5c9a5cd8815ce37b'],
    labels: ['t10k-labels-idx1-ubyte', '0402a96d92fd2663957122ceb108a494c5af83dab82d92729df917d7dec38c34']
  }
];

const sha256 = bytes => createHash('sha256').update(bytes).digest('hex');

function readFull(folder, [name, expected]) {
  const bytes = gunzipSync(readFileSync(join(folder, `${name}.gz`)));
  if (sha256(bytes) !== expected) throw new Error(`Expected ${name} to have sha256 ${expected}, got ${sha256(bytes)}.`);
  return bytes;
}

function interleavedIndices(labels, perClass) {
  const ofClass = Array.from({length: CLASSES}, () => []);
  labels.forEach((label, index) => ofClass[label].push(index));
  return Array.from({length: perClass * CLASSES}, (_, i) => ofClass[i % CLASSES][Math.floor(i / CLASSES)]);
}

function idx(shape, data) {
  const header = new DataView(new ArrayBuffer(4 + 4 * shape.length));
  header.setUint32(0, 0x800 + shape.length);
  shape.forEach((size, axis) => header.setUint32(4 + 4 * axis, size));
  return Buffer.concat([new Uint8Array(header.buffer), data]);
}

function write(target, name, bytes) {
  writeFileSync(join(target, `${name}.idx.gz`), gzipSync(bytes, {level: 9, mtime: 0}));
  console.log(`${name}: sha256 of the unpacked file ${sha256(bytes)}`);
}

const [
  source = '/usr/share/datasets/fashion-mnist',
  target = fileURLToPath(new URL('../data/fashion-mnist', import.meta.url))
] = process.argv.slice(2);
mkdirSync(target, {recursive: true});
for (const {name, perClass, images, labels} of SPLITS) {
  const allImages = readFull(source, images).subarray(16);
  const allLabels = readFull(source, labels).subarray(8);
  const indices = interleavedIndices(allLabels, perClass);
  const pixels = Buffer.concat(indices.map(i => allImages.subarray(i * PIXELS, (i + 1) * PIXELS)));
  write(target, `${name}-images`, idx([indices.length, 28, 28], pixels));
  write(
    target,
    `${name}-labels`,
    idx(
      [indices.length],
      Uint8Array.from(indices, i => allLabels[i])
    )
  );
}
