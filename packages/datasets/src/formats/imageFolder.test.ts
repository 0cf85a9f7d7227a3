import {copyFile, mkdir, mkdtemp, readFile, rm, symlink, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterEach, beforeEach, expect, test} from 'vitest';
import type {LabeledExamples} from '../labeledExamples.ts';
import {openData} from '../openData.ts';
import {interleaveClasses} from './imageFolderFiles.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'espalier-images-'));
});
afterEach(() => rm(root, {recursive: true}));

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

/** Lays out copies of fixtures: path under the root → fixture. */
async function lay(files: Readonly<Record<string, string>>): Promise<void> {
  for (const [path, name] of Object.entries(files)) {
    await mkdir(dirname(join(root, path)), {recursive: true});
    await copyFile(fixture(name), join(root, path));
  }
}

const small = {
  'train/b/1.png': 'grey.png',
  'train/a/1.png': 'grey.png',
  'train/a/2.PNG': 'grey16.png',
  'test/a/1.png': 'grey.png'
};

async function bytesOf(examples: LabeledExamples, index: number): Promise<number[]> {
  const {x, y} = await examples.batch([index]);
  const bytes = Array.from(x.dataSync(), value => Math.round(value * 255));
  x.dispose();
  y.dispose();
  return bytes;
}

test('grey images, of 8 or 16 bits, have one channel; classes are sorted and take turns', async () => {
  await lay({...small, 'val/b/1.png': 'grey.png'});
  const data = await openData(root, {seed: 0});
  expect([data.shape, data.classNames]).toEqual([
    [2, 3, 1],
    ['a', 'b']
  ]);
  expect([...data.train.labels]).toEqual([0, 1, 0]);
  expect([...data.validation.labels]).toEqual([1]);
  for (const index of [0, 1, 2]) expect(await bytesOf(data.train, index)).toEqual([0, 50, 100, 150, 200, 255]);
});

test('one image in colour makes all of them RGB; palettes are resolved and transparent parts are white', async () => {
  await lay({...small, 'test/b/1.png': 'colour.png', 'test/b/2.png': 'palette.png', 'test/b/3.png': 'transparent.png'});
  const data = await openData(root, {seed: 0, validation: 1});
  expect(data.shape).toEqual([2, 3, 3]);
  expect((await bytesOf(data.train, 0)).slice(0, 6)).toEqual([0, 0, 0, 50, 50, 50]);
  const colour = [0, 255, 7, 50, 205, 7, 100, 155, 7, 150, 105, 7, 200, 55, 7, 255, 0, 7];
  expect(await bytesOf(data.test, 1)).toEqual(colour);
  expect(await bytesOf(data.test, 2)).toEqual(colour);
  expect(await bytesOf(data.test, 3)).toEqual([...colour.slice(0, 15), 255, 255, 255]);
});

test('CMYK JPEG files become RGB, and EXIF orientation is obeyed', async () => {
  await lay({'train/a/1.jpg': 'cmyk.jpg', 'train/b/1.jpeg': 'cmyk.jpg', 'test/b/1.jpg': 'cmyk.jpg'});
  const data = await openData(root, {seed: 0});
  (await bytesOf(data.test, 0)).forEach((byte, i) => expect(Math.abs(byte - [200, 100, 50][i % 3]!)).toBeLessThan(40));
  await lay({'test/b/2.jpg': 'turned.jpg'});
  await expect(openData(root, {seed: 0})).rejects.toThrow(
    `Expected ${join(root, 'test/b/2.jpg')} to be 2 × 3 (height × width) like ${join(root, 'train/a/1.jpg')}, got 3 × 2. ` +
      'Give resize to bring all images to one size.'
  );
  const resized = await openData(root, {seed: 0, resize: [4, 5]});
  expect([resized.shape, resized.test.size]).toEqual([[4, 5, 3], 2]);
});

test('a count takes the first in turn, and more than there are is an error', async () => {
  await lay(small);
  expect((await openData(root, {seed: 0, train: 2})).train.size).toBe(1);
  await expect(openData(root, {seed: 0, train: 4})).rejects.toThrow(
    `Expected the number of train examples of ${root} to be at most 3, which is all there are, got 4.`
  );
});

test.skipIf(process.platform === 'win32')('links to folders are followed', async () => {
  await lay({...small, 'elsewhere/1.png': 'grey.png'});
  await symlink(join(root, 'elsewhere'), join(root, 'train/c'));
  expect((await openData(root, {seed: 0})).classNames).toEqual(['a', 'b', 'c']);
});

test('hidden files and those that desktops leave are no images', async () => {
  await lay(small);
  for (const name of ['.DS_Store', 'Thumbs.db', '._1.png']) await writeFile(join(root, 'train/a', name), 'x');
  expect((await openData(root, {seed: 0})).train.size).toBe(2);
});

test('a file that cannot be decoded, another format under a good name, and other files are named', async () => {
  await lay(small);
  const bad = join(root, 'train/b/2.png');
  await writeFile(bad, 'not an image');
  await expect(openData(root, {seed: 0})).rejects.toThrow(
    `Expected ${bad} to be a PNG or JPEG image that can be decoded, got: Input buffer contains unsupported image format`
  );
  await writeFile(bad, '<svg xmlns="http://www.w3.org/2000/svg" width="3" height="2"></svg>');
  await expect(openData(root, {seed: 0})).rejects.toThrow(`Expected ${bad} to be a PNG or JPEG image, got svg.`);
  await writeFile(bad, (await readFile(fixture('grey.png'))).subarray(0, 50));
  await expect(openData(root, {seed: 0})).rejects.toThrow(
    `Expected ${bad} to be a PNG or JPEG image that can be decoded, got: `
  );
  await rm(bad);
  await writeFile(join(root, 'train/b/notes.txt'), 'hello');
  await expect(openData(root, {seed: 0})).rejects.toThrow(
    `Expected ${join(root, 'train/b/notes.txt')} to be a PNG or JPEG file, got another file.`
  );
});

test('missing and misplaced folders are named', async () => {
  await lay({'train/a/1.png': 'grey.png'});
  await expect(openData(root, {seed: 0})).rejects.toThrow(
    `Expected ${root} to hold the folders train and test (and perhaps val), got only train.`
  );
  await lay({'test/a/1.png': 'grey.png'});
  await expect(openData(root, {seed: 0})).rejects.toThrow(
    `Expected ${join(root, 'train')} to hold at least 2 class folders, got 1.`
  );
  await lay({...small, 'test/c/1.png': 'grey.png'});
  await expect(openData(root, {seed: 0})).rejects.toThrow(
    `Expected ${join(root, 'test/c')} to be a folder of one of the classes of train (a, b), got another name.`
  );
  await rm(join(root, 'test/c'), {recursive: true});
  await rm(join(root, 'test/a/1.png'));
  await expect(openData(root, {seed: 0})).rejects.toThrow(`Expected ${join(root, 'test')} to hold images, got none.`);
});

test('classes take turns as long as they have members', () => {
  expect(interleaveClasses([['a1', 'a2', 'a3'], [], ['c1']])).toEqual(['a1', 'c1', 'a2', 'a3']);
});
