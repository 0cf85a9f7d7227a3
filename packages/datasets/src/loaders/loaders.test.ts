import {cp, mkdir, mkdtemp, readFile, readdir, rename, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {basename, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {tf} from '@espalier/backend';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {StoredImages} from '../dataSource.ts';
import {openData} from '../openData.ts';
import {birds} from './birds.ts';
import {flowers} from './flowers.ts';
import {imagenet} from './imagenet.ts';
import {tinyImagenet} from './tinyImagenet.ts';

await tf.setBackend('cpu');

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'espalier-loaders-'));
});
afterEach(() => rm(root, {recursive: true}));

const listed = (files: StoredImages['train']) => files.map(({file, label}) => `${basename(file)} ${label}`);

test('imagenet: classes are ranks of WordNet numbers; validation labels go through the development kit', async () => {
  const stored = await imagenet.read({dataDir: fixture('imagenet')});
  expect(stored.classNames).toEqual(['tench', 'Shetland sheepdog', 'espresso']);
  expect(stored.train).toHaveLength(9);
  expect(listed(stored.train)[4]).toBe('n02105855_2933.JPEG 1');
  expect(listed(stored.test)).toEqual([2, 0, 1, 0].map((label, i) => `ILSVRC2012_val_0000000${i + 1}.JPEG ${label}`));
});

test('imagenet: every image decodes, the CMYK one and the PNG among them', async () => {
  const data = await openData('imagenet', {dataDir: fixture('imagenet'), seed: 0, images: {size: 16}});
  expect([data.train.size, data.validation.size, data.test.size, data.shape]).toEqual([8, 1, 4, [16, 16, 3]]);
  const {x, y} = await data.train.batch([...data.train.labels.keys()]);
  expect(x.shape).toEqual([8, 16, 16, 3]);
  tf.dispose([x, y]);
});

test('imagenet: folders of validation classes, and Kaggle’s layout', async () => {
  const folder = join(root, 'imagenet/ILSVRC/Data/CLS-LOC');
  await cp(join(fixture('imagenet'), 'train'), join(folder, 'train'), {recursive: true});
  await cp(join(fixture('imagenet'), 'val'), join(folder, 'val'), {recursive: true});
  await writeFile(
    join(root, 'imagenet/LOC_synset_mapping.txt'),
    'n01440764 tench, Tinca tinca\nn02105855 Shetland sheepdog, sheltie\nn07920052 espresso\n'
  );
  const wnids = ['n07920052', 'n01440764', 'n02105855', 'n01440764'];
  const rows = wnids.map((wnid, i) => `ILSVRC2012_val_0000000${i + 1},${wnid} 85 1 499 272 ${wnid} 1 2 3 4`);
  await writeFile(
    join(root, 'imagenet/LOC_val_solution.csv'),
    ['ImageId,PredictionString', ...rows.reverse()].join('\n')
  );
  const kaggle = await imagenet.read({dataDir: root});
  expect(kaggle.classNames).toEqual(['tench', 'Shetland sheepdog', 'espresso']);
  expect(listed(kaggle.test)).toEqual([2, 0, 1, 0].map((label, i) => `ILSVRC2012_val_0000000${i + 1}.JPEG ${label}`));

  for (const [i, wnid] of wnids.entries()) {
    await mkdir(join(folder, 'val', wnid), {recursive: true});
    const name = `ILSVRC2012_val_0000000${i + 1}.JPEG`;
    await rename(join(folder, 'val', name), join(folder, 'val', wnid, name));
  }
  await rm(join(root, 'imagenet/LOC_synset_mapping.txt'));
  const sorted = await imagenet.read({dataDir: root});
  expect(sorted.classNames).toEqual(['n01440764', 'n02105855', 'n07920052']);
  expect(listed(sorted.test).sort()).toEqual(listed(kaggle.test).sort());
});

test('imagenet: labels that are missing or do not fit are told', async () => {
  await cp(fixture('imagenet'), root, {recursive: true});
  const truth = join(root, 'ILSVRC2012_devkit_t12/data/ILSVRC2012_validation_ground_truth.txt');
  await writeFile(truth, '1\n2\n3\n');
  await expect(imagenet.read({dataDir: root})).rejects.toThrow(
    `Expected as many validation images as ${truth} has lines, 3, got 4.`
  );
  await writeFile(truth, '1\n2\n3\n9\n');
  await expect(imagenet.read({dataDir: root})).rejects.toThrow('meta.mat to have 9, got nothing under that name.');
  await rm(truth);
  await expect(imagenet.read({dataDir: root})).rejects.toThrow(
    `Expected ${join(root, 'val')} to have a folder a class, or ILSVRC2012_val_….JPEG files and beside it ` +
      'ILSVRC2012_devkit_t12/ or LOC_val_solution.csv, got images without labels.'
  );
  await mkdir(join(root, 'train/tench'));
  await expect(imagenet.read({dataDir: root})).rejects.toThrow('to have a folder a class (n01440764 …), got tench.');
});

test('tiny-imagenet: classes sorted, boxes left alone, validation images by their annotations', async () => {
  const stored = await tinyImagenet.read({dataDir: fixture('tinyImagenet')});
  expect(stored.classNames).toEqual(['tench', 'Shetland sheepdog']);
  expect(listed(stored.train)).toEqual([
    ...[0, 1, 2].map(i => `n01440764_${i}.JPEG 0`),
    ...[0, 1, 2].map(i => `n02105855_${i}.JPEG 1`)
  ]);
  expect(listed(stored.test)).toEqual(['val_0.JPEG 1', 'val_1.JPEG 0']);
  const data = await openData('tiny-imagenet', {dataDir: fixture('tinyImagenet'), seed: 0});
  expect(data.shape).toEqual([64, 64, 3]);
});

test('birds-200: the official split, images of any size, a grey one among them', async () => {
  const stored = await birds.read({dataDir: fixture('birds')});
  expect(stored.classNames[0]).toBe('001.Black_footed_Albatross');
  expect([stored.train.length, stored.test.length]).toEqual([9, 3]);
  expect(listed(stored.test)).toEqual([
    'Black_footed_Albatross_0004_18.jpg 0',
    'Laysan_Albatross_0004_19.jpg 1',
    'Sooty_Albatross_0004_20.jpg 2'
  ]);
  const data = await openData('birds-200', {dataDir: fixture('birds'), seed: 0, train: 6, images: {size: 16}});
  expect([...data.train.labels, ...data.validation.labels].sort()).toEqual([0, 0, 1, 1, 2, 2]);
  const {x, y} = await data.train.batch([0, 1, 2, 3, 4], {seed: 0, update: 0});
  expect(x.shape).toEqual([5, 16, 16, 3]);
  tf.dispose([x, y]);
});

test('birds-200: what is wrong in its tables is named', async () => {
  await cp(fixture('birds'), root, {recursive: true});
  const folder = join(root, 'CUB_200_2011');
  const edit = async (file: string, change: (text: string) => string) =>
    writeFile(join(folder, file), change(await readFile(join(folder, file), 'utf8')));
  await edit('image_class_labels.txt', text => text.replace('\n7 2\n', '\n'));
  await expect(birds.read({dataDir: root})).rejects.toThrow('image_class_labels.txt to have 7, got nothing');
  await edit('image_class_labels.txt', text => `7 201\n${text}`);
  await expect(birds.read({dataDir: root})).rejects.toThrow('to give image 7 a class from 1 to 3, got 201.');
  await edit('images.txt', text => text.replace('1 ', '1'));
  await expect(birds.read({dataDir: root})).rejects.toThrow('Expected line 1 of');
});

test.each(['compressed', 'plain'])('flowers-102: labels and splits out of .mat files, %s', async kind => {
  await cp(fixture('flowers'), root, {recursive: true});
  if (kind === 'plain') await cp(fixture('flowersPlain'), root, {recursive: true});
  const stored = await flowers.read({dataDir: root});
  expect(listed(stored.train)).toEqual(['image_00001.jpg 0', 'image_00004.jpg 1', 'image_00007.jpg 2']);
  expect(listed(stored.validation!)).toEqual(['image_00008.jpg 2', 'image_00005.jpg 1', 'image_00002.jpg 0']);
  expect(listed(stored.test)).toEqual(['image_00003.jpg 0', 'image_00006.jpg 1', 'image_00009.jpg 2']);
  expect(stored.classes).toBe(3);
});

test('flowers-102: train and validation together, of which a part is held out again', async () => {
  const options = {dataDir: fixture('flowers'), seed: 0, images: {size: 16}};
  const plain = await openData('flowers-102', options);
  const both = await openData('flowers-102', {...options, trainOn: 'train+validation'});
  expect([plain.train.size, plain.validation.size]).toEqual([3, 3]);
  expect([both.train.size, both.validation.size, both.test.size]).toEqual([5, 1, 3]);
  expect(both.sha256).not.toBe(plain.sha256);
  const whole = await openData('flowers-102', {...options, trainOn: 'train+validation', validation: 0});
  expect(whole.train.size).toBe(6);
});

test('an image that is missing or empty is named before anything is trained', async () => {
  await cp(fixture('flowers'), root, {recursive: true});
  const [first, second] = (await readdir(join(root, 'jpg'))).sort().map(name => join(root, 'jpg', name));
  await rm(first!);
  await expect(openData('flowers-102', {dataDir: root, seed: 0})).rejects.toThrow(
    `Expected ${first} to be an image file, got ENOENT`
  );
  await cp(second!, first!);
  await writeFile(second!, '');
  await expect(openData('flowers-102', {dataDir: root, seed: 0})).rejects.toThrow(
    `Expected ${second} to be an image file, got an empty one.`
  );
});

test('data that are missing: one message says what, from where, on which terms, and by which command', async () => {
  await expect(openData('birds-200', {seed: 0})).rejects.toThrow(
    'Expected CUB-200-2011 (a folder with images.txt, image_class_labels.txt, train_test_split.txt, classes.txt, images) ' +
      'for birds-200, got no --data-dir. `espalier data get birds-200 DIR` downloads and unpacks CUB_200_2011.tgz ' +
      '(1,150,585,339 bytes, https://data.caltech.edu/records/65de6-vp158/files/CUB_200_2011.tgz); then name DIR with ' +
      '--data-dir. Terms: for non-commercial research and education; the photographs belong to their makers.'
  );
  await expect(openData('imagenet', {seed: 0, dataDir: root})).rejects.toThrow(
    `got none in ${root}, ${join(root, 'imagenet')}. Get ILSVRC2012_img_train.tar, ILSVRC2012_img_val.tar, ` +
      'ILSVRC2012_devkit_t12.tar.gz from https://image-net.org/challenges/LSVRC/2012/ (an account is needed) and put ' +
      'them in a folder DIR; `espalier data get imagenet DIR` unpacks them; then name DIR with --data-dir. Terms: '
  );
  await writeFile(join(root, 'tiny-imagenet-200.zip'), '');
  await expect(openData('tiny-imagenet', {seed: 0, dataDir: root})).rejects.toThrow(
    `got ${join(root, 'tiny-imagenet-200.zip')}, which is not unpacked.`
  );
});
