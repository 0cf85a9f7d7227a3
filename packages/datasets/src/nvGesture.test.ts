import {spawnSync} from 'node:child_process';
import {cp, mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import sharp from 'sharp';
import {afterAll, expect, test} from 'vitest';
import {checkFfmpeg} from './clips/decodeVideo.ts';
import type {LabeledExamples} from './labeledExamples.ts';
import {openData} from './openData.ts';

const folder = await mkdtemp(join(tmpdir(), 'espalier-gestures-'));
afterAll(() => rm(folder, {recursive: true}));

const gestures = fileURLToPath(new URL('../fixtures/nvGesture', import.meta.url));
const hasFfmpeg = spawnSync('ffmpeg', ['-version']).status === 0;
const images = {size: 12, resize: 12};
const open = (name: string, dataDir = gestures) => openData(name, {seed: 0, validation: 0, dataDir, images});

/** The value × 255 of a channel of the last row's last column in each frame: the background's, 3 × the frame's number. */
async function background(examples: LabeledExamples, index: number, channel = 0): Promise<number[]> {
  const {x, y} = await examples.batch([index]);
  const [values, [, parts, frames, size, , channels]] = [await x.data(), x.shape as number[]];
  x.dispose();
  y.dispose();
  const pixels = size! * size!;
  return Array.from({length: parts! * frames!}, (_, frame) =>
    Math.round(values[((frame + 1) * pixels - 1) * channels! + channel]! * 255)
  );
}

const from = (start: number): number[] => Array.from({length: 80}, (_, i) => 3 * (start + i));

test.skipIf(!hasFfmpeg)(
  'ffmpeg: depth clips are 10 parts of 8 grey frames, from the first frame of the list on',
  async () => {
    const data = await open('nvgesture-depth');
    expect([data.shape, data.classes, data.classNames?.length]).toEqual([[10, 8, 12, 12, 1], 25, 25]);
    // The two classes take turns; the third line is of the first one's class.
    expect([...data.train.labels]).toEqual([0, 24, 0]);
    expect([...data.test.labels]).toEqual([1]);
    expect(await background(data.train, 0)).toEqual(from(3));
    expect(await background(data.train, 1)).toEqual(from(1));
    expect(await background(data.train, 2)).toEqual(from(0));
    expect(await background(data.test, 0)).toEqual(from(2));
  }
);

test.skipIf(!hasFfmpeg)('ffmpeg: colour clips have three channels', async () => {
  const data = await open('nvgesture-color');
  expect(data.shape).toEqual([10, 8, 12, 12, 3]);
  expect(await background(data.train, 0)).toEqual(from(3));
  expect(new Set(await background(data.train, 0, 1))).toEqual(new Set([100]));
});

test.skipIf(!hasFfmpeg)(
  'ffmpeg: what was told of before is the same, a draw crops all frames of a clip alike',
  async () => {
    const data = await openData('nvgesture-depth', {
      seed: 0,
      validation: 0,
      dataDir: gestures,
      images: {size: 4, resize: 12}
    });
    const values = async (draw?: {seed: number; update: number}) => {
      const {x, y} = await data.train.batch([1], draw);
      const found = Array.from(await x.data());
      x.dispose();
      y.dispose();
      return found;
    };
    const centre = await values();
    data.train.prefetch?.([1]);
    expect(await values()).toEqual(centre);
    const drawn = await Promise.all([0, 1, 2, 3].map(update => values({seed: 0, update})));
    expect(new Set([centre, ...drawn].map(String)).size).toBeGreaterThan(2);
    expect(await values({seed: 0, update: 2})).toEqual(drawn[2]);
  }
);

/** The first training clip and the test clip as folders of frames; the background of frame i is i + 7 for the test clip. */
async function frameFolders(name: string, count = 82): Promise<string> {
  const dataDir = join(folder, name);
  await mkdir(dataDir);
  const line = (path: string, start: number, label: number) =>
    `path:./Video_data/${path} depth:sk_depth:${start}:${start + 80} label:${label}`;
  await writeFile(join(dataDir, 'nvgesture_train_correct_cvpr2016_v2.lst'), `${line('class_01/subject1_r0', 1, 1)}\n`);
  await writeFile(
    join(dataDir, 'nvgesture_test_correct_cvpr2016_v2.lst'),
    `${line('class_02/subject1_r0', 0, 2)} \n\n`
  );
  for (const [path, into, first] of [
    ['class_01/subject1_r0', 'sk_depth', 0],
    ['class_02/subject1_r0', 'sk_depth_all', 7]
  ] as const) {
    const frames = join(dataDir, 'Video_data', path, into);
    await mkdir(frames, {recursive: true});
    for (let i = 0; i < count; i++) {
      const create = {
        width: 16,
        height: 12,
        channels: 3,
        background: {r: i + first, g: i + first, b: i + first}
      } as const;
      await sharp({create})
        .png()
        .toFile(join(frames, `frame${i + 1}.png`));
    }
  }
  return dataDir;
}

test('folders of frames need no ffmpeg, are in the order of their numbers, and the later lists come first', async () => {
  const data = await open('nvgesture-depth', await frameFolders('frames'));
  expect((await background(data.train, 0)).slice(0, 12)).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12]);
  expect((await background(data.test, 0)).at(-1)).toBe(86);
});

test('clips that cannot be decoded are named and counted', async () => {
  const dataDir = await frameFolders('short', 78);
  const data = await open('nvgesture-depth', dataDir);
  const path = join(dataDir, 'Video_data', 'class_01', 'subject1_r0', 'sk_depth');
  await expect(data.train.batch([0])).rejects.toThrow(
    `Expected clips of 80 frames that can be decoded, got 1 of 1 that cannot: ${path} (77 of the 80 frames from 1 on). ` +
      'Put intact files in their place.'
  );
});

test.skipIf(!hasFfmpeg)('ffmpeg: so are videos that are damaged or too short', async () => {
  const dataDir = join(folder, 'damaged');
  await cp(gestures, dataDir, {recursive: true});
  const video = (path: string) => join(dataDir, 'Video_data', path, 'sk_depth.avi');
  await writeFile(video('class_01/subject1_r0'), 'no video');
  await cp(video('class_01/subject2_r0'), video('class_25/subject1_r0')); // 82 frames and starts at 1
  await writeFile(
    join(dataDir, 'nvgesture_test_correct_cvpr2016.lst'),
    'path:Video_data/class_02/subject3_r1 depth:sk_depth:3:83 label:2'
  );
  const {train, test} = await open('nvgesture-depth', dataDir);
  await expect(train.batch([0, 1, 2])).rejects.toThrow(
    /got 1 of 3 that cannot: .*subject1_r0.sk_depth\.avi \(.*Invalid data/
  );
  await expect(test.batch([0])).rejects.toThrow(/sk_depth\.avi \(79 of the 80 frames from 3 on\)/);
});

test('without the data, and without ffmpeg, messages say how to get them', async () => {
  await expect(open('nvgesture-depth', folder)).rejects.toThrow(
    /^Expected the lists nvgesture_train_correct_cvpr2016\.lst and .* for nvgesture-depth, got none in .*https:\/\/research\.nvidia\.com\/.*--data-dir\.$/
  );
  await expect(checkFfmpeg('no-such-program')).rejects.toThrow(
    'Expected the program ffmpeg on the PATH to decode videos, got none that runs (spawn no-such-program ENOENT). On ' +
      'Debian and Ubuntu: apt-get install ffmpeg. Or put the frames of each video FILE.avi as numbered images in a ' +
      'folder FILE beside it.'
  );
});

test('videos that are missing are named, options of images that clips have not are refused', async () => {
  const dataDir = await frameFolders('missing');
  await rm(join(dataDir, 'Video_data', 'class_02'), {recursive: true});
  await expect(open('nvgesture-depth', dataDir)).rejects.toThrow(
    /\(or folders of their frames without "\.avi"\), got 1 of 1 missing: .*class_02.subject1_r0.sk_depth\.avi\.$/
  );
  await expect(openData('nvgesture-depth', {seed: 0, dataDir: gestures, images: {flip: true}})).rejects.toThrow(
    'Expected images of nvgesture-depth to have size, resize and crop alone, got flip too.'
  );
});
