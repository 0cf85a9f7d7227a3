import {existsSync} from 'node:fs';
import {mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {dirname, join, relative} from 'node:path';
import {tf} from '@espalier/backend';
import sharp from 'sharp';
import {afterAll, beforeAll, expect, test} from 'vitest';
import {loadDecoder} from './images/decodeImage.ts';
import {readCutout} from './images/readCutout.ts';
import {openData} from './openData.ts';
import {readStamps} from './photographs.ts';

await tf.setBackend('cpu');

const CLASSES = ['birds', 'fish', 'flowers', 'fruit', 'insects', 'mammals', 'roadsigns', 'tools', 'vegetables'];
const FOLDERS = [
  ...['animals/birds', 'animals/fish', 'plants/flowers', 'food/fruit', 'animals/insects', 'animals/mammals'],
  ...['town/roadsigns', 'household/tools', 'food/vegetables']
];

let root: string;
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'espalier-stamps-'));
  for (const folder of FOLDERS) {
    for (const name of ['a', 'b', 'c', 'd', 'sub/e', 'a_mirror', 'cartoon/f', 'sub/toys/g', 'plastic/h']) {
      await lay(`${folder}/${name}.png`);
    }
  }
  await lay('animals/fish/lobster.png');
});
afterAll(() => rm(root, {recursive: true}));

/** A picture of 12 × 8, red in the part of 4 × 2 that is not transparent. */
async function lay(path: string): Promise<void> {
  const file = join(root, path);
  await mkdir(dirname(file), {recursive: true});
  const red = {width: 4, height: 2, channels: 4, background: {r: 255, g: 0, b: 0, alpha: 1}} as const;
  await sharp({create: red})
    .extend({left: 5, right: 3, top: 1, bottom: 5, background: {r: 0, g: 200, b: 0, alpha: 0}})
    .png()
    .toFile(file);
}

test('lists what is a photograph of each class, and splits a fifth of it off for testing', async () => {
  const {train, test: held, folder, classNames} = await readStamps(root);
  expect(classNames).toEqual(CLASSES);
  const all = [...train, ...held].map(({file, label}) => `${label} ${relative(folder, file)}`).toSorted();
  expect(all).toEqual(
    FOLDERS.flatMap((below, label) => ['a', 'b', 'c', 'd', 'sub/e'].map(name => `${label} ${below}/${name}.png`))
  );
  expect(held.map(({label}) => label)).toEqual(CLASSES.map((_, label) => label));
  expect(await readStamps(root)).toEqual(await readStamps(root));
});

test('an object fills the square of its size, on white, with room to move', async () => {
  const decoder = await loadDecoder();
  const image = await readCutout(decoder, join(root, 'animals/fish/a.png'), {size: 8, resize: 10});
  expect([image.width, image.height]).toEqual([10, 10]);
  // The part of 4 × 2 becomes 8 × 4, in rows 3 to 6 and columns 1 to 8.
  const isRed = (row: number, column: number) => row > 2 && row < 7 && column > 0 && column < 9;
  const expected = Array.from({length: 100}, (_, i) =>
    isRed(Math.floor(i / 10), i % 10) ? [255, 0, 0] : [255, 255, 255]
  );
  expect([...image.data]).toEqual(expected.flat());
});

test('an image without anything to see is named as one that cannot be decoded', async () => {
  const file = join(root, 'empty.png');
  await sharp({create: {width: 3, height: 3, channels: 4, background: {r: 0, g: 0, b: 0, alpha: 0}}})
    .png()
    .toFile(file);
  const decoder = await loadDecoder();
  await expect(readCutout(decoder, file, {size: 8, resize: 8})).rejects.toThrow('all of it is transparent');
});

test('opens by name from a folder, batch by batch; training moves and mirrors, evaluation does not', async () => {
  const data = await openData('photographs', {dataDir: root, seed: 0, images: {size: 16, normalize: 'hed'}});
  expect([data.train.size, data.validation.size, data.test.size]).toEqual([32, 4, 9]);
  expect(data.shape).toEqual([16, 16, 3]);
  const valuesOf = async (draw?: {seed: number; update: number}) => {
    const {x, y} = await data.train.batch([0, 1, 2, 3], draw);
    const values = [...x.dataSync()];
    tf.dispose([x, y]);
    return values;
  };
  const plain = await valuesOf();
  // Blue first, in the middle: 0 in blue and green, 255 in red.
  const middle = plain.slice((8 * 16 + 8) * 3, (8 * 16 + 9) * 3);
  [-104.00699, -116.66877, 255 - 122.67892].forEach((value, i) => expect(middle[i]).toBeCloseTo(value, 3));
  expect(await valuesOf({seed: 0, update: 1})).not.toEqual(plain);
  expect(await valuesOf({seed: 0, update: 1})).toEqual(await valuesOf({seed: 0, update: 1}));
  expect(await valuesOf()).toEqual(plain);
});

test('folds pool both splits', async () => {
  const open = (seed: number) => openData('photographs', {dataDir: root, seed: 0, fold: {folds: 5, seed}});
  const sets = await Promise.all([0, 1].map(open));
  expect(sets.map(({test: held}) => [...held.labels].toSorted())).toEqual([CLASSES, CLASSES].map(c => [...c.keys()]));
  expect(sets[0]!.sha256).not.toBe(sets[1]!.sha256);
});

test('says how to get the stamps, and which class has none', async () => {
  const nowhere = join(root, 'nowhere');
  await expect(readStamps(undefined, nowhere)).rejects.toThrow(
    'Expected the stamps of Tux Paint (a folder with animals/birds, food/fruit and so on) for photographs, got none in ' +
      `${nowhere}. On Debian and Ubuntu: apt-get install tuxpaint-stamps-default. Elsewhere: unpack that package, and name ` +
      'its folder stamps with --data-dir.'
  );
  const bare = join(root, 'bare');
  for (const folder of FOLDERS) await mkdir(join(bare, folder), {recursive: true});
  await expect(readStamps(bare)).rejects.toThrow(
    `Expected ${join(bare, 'animals/birds')} to hold PNG files of photographs`
  );
});

test.skipIf(!existsSync('/usr/share/tuxpaint/stamps'))('the stamps that Debian installs are 212', async () => {
  const {train, test: held} = await readStamps();
  const counts = CLASSES.map((_, label) => [...train, ...held].filter(one => one.label === label).length);
  expect(counts).toEqual([35, 9, 24, 26, 7, 63, 18, 12, 18]);
  expect([train.length, held.length]).toEqual([170, 42]);
});
