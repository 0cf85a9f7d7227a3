import {copyFile, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {tf} from '@espalier/backend';
import sharp from 'sharp';
import {afterAll, beforeAll, expect, test} from 'vitest';
import type {LabeledExamples} from '../labeledExamples.ts';
import {openData} from '../openData.ts';
import {takeExamples} from '../takeExamples.ts';
import {imageSettings, type ImageOptions} from './imageSettings.ts';
import {streamImages} from './streamImages.ts';

await tf.setBackend('cpu');

const fixture = (name: string): string => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));
const noise = (width: number, height: number, seed: number) =>
  Buffer.from(Uint8Array.from({length: width * height * 3}, (_, i) => (i * 73 + seed * 31 + (i >> 5) * 17) % 256));

let root: string;
let files: string[];
beforeAll(async () => {
  root = await mkdtemp(join(tmpdir(), 'espalier-stream-'));
  files = await Promise.all(
    [0, 1, 2, 3, 4, 5].map(async seed => {
      const file = join(root, `${seed}.png`);
      const raw = {width: 40, height: 24, channels: 3} as const;
      await sharp(noise(40, 24, seed), {raw})
        .png()
        .toFile(file);
      return file;
    })
  );
});
afterAll(() => rm(root, {recursive: true}));

const stream = (of: readonly string[], options: ImageOptions) =>
  streamImages({
    files: of.map((file, i) => ({file, label: i % 2})),
    classes: 2,
    settings: imageSettings(options, 16)
  });

async function valuesOf(examples: LabeledExamples, ...how: Parameters<LabeledExamples['batch']>): Promise<number[]> {
  const {x, y} = await examples.batch(...how);
  const values = [...x.dataSync()];
  tf.dispose([x, y]);
  return values;
}

test('evaluation crops at the centre; labels are one-hot; values are divided by 255', async () => {
  const examples = await stream(files, {size: 24, resize: 24});
  const {x, y} = await examples.batch([1, 0]);
  expect([x.shape, examples.shape]).toEqual([
    [2, 24, 24, 3],
    [24, 24, 3]
  ]);
  expect(y.arraySync()).toEqual([
    [0, 1],
    [1, 0]
  ]);
  const source = noise(40, 24, 1); // 40 × 24, of which columns 8 … 31 are the centre
  const expected = Array.from({length: 24 * 24 * 3}, (_, i) => {
    const [row, rest] = [Math.floor(i / 72), i % 72];
    return Math.fround(source[(row * 40 + 8) * 3 + rest]! / 255);
  });
  expect([...x.dataSync()].slice(0, expected.length)).toEqual(expected);
  tf.dispose([x, y]);
});

test('the same draw gives the same bytes, another update or seed others, and order of reading has no part', async () => {
  const examples = await stream(files, {size: 16, resize: 24});
  const all = [0, 1, 2, 3, 4, 5];
  const first = await valuesOf(examples, all, {seed: 3, update: 7});
  expect(await valuesOf(examples, all, {seed: 3, update: 8})).not.toEqual(first);
  expect(await valuesOf(examples, all, {seed: 4, update: 7})).not.toEqual(first);
  expect(await valuesOf(examples, all)).not.toEqual(first);
  const again = await stream(files, {size: 16, resize: 24});
  again.prefetch!(all);
  expect(await valuesOf(again, all, {seed: 3, update: 7})).toEqual(first);
  expect(await valuesOf(takeExamples(again, [5, 2]), [1], {seed: 3, update: 7})).toEqual(first.slice(2 * 768, 3 * 768));
});

test('mirroring and random crops can be switched off, one by one', async () => {
  const draws = Array.from({length: 12}, (_, update) => ({seed: 0, update}));
  const kinds = async (options: ImageOptions) => {
    const examples = await stream(files, options);
    const seen = await Promise.all(draws.map(async draw => (await valuesOf(examples, [0], draw)).join()));
    return {plain: (await valuesOf(examples, [0])).join(), seen: new Set(seen)};
  };
  const off = await kinds({size: 24, resize: 24, crop: 'centre', flip: false});
  expect([...off.seen]).toEqual([off.plain]);
  const mirrored = await kinds({size: 24, resize: 24, crop: 'centre'});
  expect(mirrored.seen.size).toBe(2);
  const [other] = [...mirrored.seen].filter(values => values !== mirrored.plain);
  const pixels = (text: string) => Array.from({length: 24}, (_, i) => text.split(',').slice(i * 3, i * 3 + 3));
  expect(pixels(other!)).toEqual(pixels(mirrored.plain).reverse());
  expect((await kinds({size: 16, resize: 24, flip: false})).seen.size).toBeGreaterThan(6);
});

test('normalisation by name or by numbers', async () => {
  const plain = await valuesOf(await stream(files, {size: 24, resize: 24}), [0]);
  const near = (values: number[], expected: (byte: number, channel: number, at: number) => number) =>
    values.forEach((value, i) => expect(value).toBeCloseTo(expected(Math.round(plain[i]! * 255), i % 3, i), 4));
  const of = async (normalize: ImageOptions['normalize']) =>
    valuesOf(await stream(files, {size: 24, resize: 24, normalize}), [0]);
  near(await of('symmetric'), byte => (byte - 127.5) / 127.5);
  near(await of('efficientnet-lite'), byte => (byte - 127) / 128);
  near(await of('imagenet'), (byte, k) => (byte / 255 - [0.485, 0.456, 0.406][k]!) / [0.229, 0.224, 0.225][k]!);
  near(await of('caffe'), (_, k, i) => plain[i + 2 - 2 * k]! * 255 - [103.939, 116.779, 123.68][k]!);
  near(await of({mean: [1, 2, 3], std: [4, 5, 6]}), (byte, k) => (byte - k - 1) / (k + 4));
});

test('grey, 16 bit, CMYK, palettes, EXIF orientation, and PNG data named .JPEG', async () => {
  const disguised = join(root, 'n02105855_2933.JPEG');
  await copyFile(fixture('colour.png'), disguised);
  const names = ['grey.png', 'grey16.png', 'cmyk.jpg', 'palette.png', 'turned.jpg'].map(fixture);
  const examples = await stream([...names, disguised], {size: 2, resize: 2});
  expect((await valuesOf(examples, [0])).slice(0, 3)).toEqual((await valuesOf(examples, [1])).slice(0, 3));
  const [grey] = await valuesOf(examples, [0]);
  expect((await valuesOf(examples, [0])).slice(0, 3)).toEqual([grey, grey, grey]);
  (await valuesOf(examples, [2])).forEach((value, i) =>
    expect(Math.abs(value * 255 - [200, 100, 50][i % 3]!)).toBeLessThan(40)
  );
  expect(await valuesOf(examples, [5])).toEqual(await valuesOf(examples, [3]));
  expect(await valuesOf(examples, [4])).toHaveLength(12);
});

test('images that cannot be decoded are named and counted, also when they were prefetched', async () => {
  const bad = await Promise.all(
    [0, 1, 2, 3].map(async i => {
      const file = join(root, `bad${i}.jpg`);
      await writeFile(file, 'no image');
      return file;
    })
  );
  const cut = join(root, 'cut.png');
  const whole = await sharp(noise(40, 24, 9), {raw: {width: 40, height: 24, channels: 3}})
    .png()
    .toBuffer();
  await writeFile(cut, whole.subarray(0, whole.length / 2));
  const examples = await stream([...files, ...bad, cut], {size: 16});
  await expect(examples.batch([0, 10])).rejects.toThrow(
    `Expected images that can be decoded, got 1 of 2 that cannot: ${cut} (`
  );
  examples.prefetch!([0, 6, 7, 8, 9]);
  await new Promise(resolve => setTimeout(resolve, 100));
  const failure = examples.batch([0, 6, 7, 8, 9]);
  await expect(failure).rejects.toThrow('got 4 of 5 that cannot:');
  await expect(failure).rejects.toThrow(bad[0]!);
  await expect(failure).rejects.toThrow(/, …\. Put intact files in their place\.$/);
  expect(await valuesOf(examples, [0])).toHaveLength(768);
});

test('prefetched images are decoded while JavaScript is busy', async () => {
  const examples = await stream(files, {size: 16});
  examples.prefetch!([0, 1, 2, 3, 4, 5]);
  // Sleeps without a turn of the event loop, so that only other threads can make progress.
  const sleep = new Int32Array(new SharedArrayBuffer(4));
  for (let waited = 0; sharp.counters().queue > 0 && waited < 20_000; waited += 20) Atomics.wait(sleep, 0, 0, 20);
  expect(sharp.counters()).toEqual({queue: 0, process: 6});
  expect(await valuesOf(examples, [0, 1, 2, 3, 4, 5])).toHaveLength(6 * 768);
  expect(sharp.counters().process).toBe(0);
});

test('memory stays flat over many batches', async () => {
  const examples = await stream(files, {size: 96, resize: 128});
  const indices = Array.from({length: 24}, (_, i) => i % files.length);
  const run = async (updates: number) => {
    for (let update = 0; update < updates; update++) {
      examples.prefetch!(indices);
      const {x, y} = await examples.batch(indices, {seed: 0, update});
      tf.dispose([x, y]);
    }
    return process.memoryUsage().rss;
  };
  const tensors = tf.memory().numTensors;
  const before = await run(30);
  const after = await run(90); // decodes 106 MB of pixels and makes 239 MB of values
  expect(tf.memory().numTensors).toBe(tensors);
  expect((after - before) / 2 ** 20).toBeLessThan(80);
});

test('settings that make no examples are named', () => {
  expect(() => imageSettings({size: 0}, 16)).toThrow(
    'Expected images.size to be a positive whole number of pixels, got 0.'
  );
  expect(() => imageSettings({resize: 15}, 16)).toThrow(
    'Expected images.resize to be at least images.size, which is 16, got 15.'
  );
  expect(() => imageSettings({normalize: 'vgg' as 'caffe'}, 16)).toThrow(
    'Expected images.normalize to be one of unit,'
  );
});

test('a folder of images of any size is streamed where images are asked for', async () => {
  for (const [i, file] of files.entries()) {
    const folder = join(root, 'folder', i < 4 ? 'train' : 'test', i % 2 ? 'a' : 'b');
    await mkdir(folder, {recursive: true});
    await copyFile(file, join(folder, `${i}.png`));
  }
  const folder = join(root, 'folder');
  const data = await openData(folder, {seed: 0, images: {size: 16}});
  expect([data.train.size, data.validation.size, data.test.size, data.shape]).toEqual([3, 1, 2, [16, 16, 3]]);
  expect(await valuesOf(data.test, [0])).toHaveLength(768);
  const other = await openData(folder, {seed: 0, images: {size: 16, flip: false}});
  expect(other.sha256).not.toBe(data.sha256);
  expect((await openData(folder, {seed: 5, images: {size: 16}})).sha256).toBe(data.sha256);
  await expect(openData('digits', {seed: 0, images: {}})).rejects.toThrow(
    'Expected images only with data of image files, got it with digits.'
  );
  await expect(openData(folder, {seed: 0, images: {}, trainOn: 'train+validation'})).rejects.toThrow(
    `Expected ${folder} to have a validation split for trainOn train+validation, got none.`
  );
});
