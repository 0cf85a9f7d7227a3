import {cp, writeFile} from 'node:fs/promises';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {beforeAll, expect, it} from 'vitest';
import {espalier} from '../testing/espalier.ts';
import {makeWorkFolder} from '../testing/workFolder.ts';

const fixture = (name: string) => fileURLToPath(new URL(`../../../datasets/fixtures/${name}`, import.meta.url));

let cwd: string;
beforeAll(async () => {
  ({folder: cwd} = await makeWorkFolder());
  await cp(fixture('flowers'), join(cwd, 'flowers'), {recursive: true});
});

const run = (...args: string[]) => espalier(args, {cwd});

it('tells what is missing, where it comes from and on which terms, before it does anything', async () => {
  const {code, stdout, stderr} = await run('data', 'get', 'imagenet', 'nowhere');
  expect([code, stdout]).toEqual([2, '']);
  expect(stderr.replaceAll(/\s+/g, ' ')).toContain(
    'Expected nowhere/ILSVRC2012_img_train.tar, got no such file. Get ILSVRC2012_img_train.tar, ILSVRC2012_img_val.tar, ' +
      'ILSVRC2012_devkit_t12.tar.gz from https://image-net.org/challenges/LSVRC/2012/ (an account is needed)'
  );
});

it('verifies archives, numbers of images, and every image where asked to', async () => {
  const args = ['data', 'verify', 'flowers-102', 'flowers', '--decode'];
  const {code, stdout} = await run(...args, '--json');
  expect(code).toBe(2);
  expect(JSON.parse(stdout)).toMatchObject({
    format: 'espalier.data-check/1',
    name: 'flowers-102',
    archives: [
      {file: '102flowers.tgz', state: 'absent'},
      {file: 'imagelabels.mat', state: 'differs', expected: '502 bytes'},
      {file: 'setid.mat', state: 'differs', expected: '14989 bytes'}
    ],
    splits: [
      {split: 'train', images: 3, expected: 1020},
      {split: 'validation', images: 3, expected: 1020},
      {split: 'test', images: 3, expected: 6149}
    ],
    unreadable: {count: 0, of: 9, first: []},
    ok: false
  });
  await writeFile(join(cwd, 'flowers/jpg/image_00001.jpg'), 'no image');
  const text = (await run(...args)).stdout;
  expect(text).toMatch(/train +differs +3 of 1,020 images/);
  expect(text).toContain('8 of 9 images decode.\n  flowers/jpg/image_00001.jpg: ');
  expect(text.trimEnd()).toMatch(/Not as published\.$/);
});

it('inspects data of image files without reading them', async () => {
  const {code, stdout} = await run('data', 'inspect', 'birds-200', '--data-dir', fixture('birds'), '--json');
  expect(code).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject({
    shape: [224, 224, 3],
    classes: 3,
    splits: {train: 8, validation: 1, test: 3}
  });
});

it('names the data sets that are published in archives for one that is not', async () => {
  const {code, stderr} = await run('data', 'verify', 'digits', '.');
  expect([code, stderr]).toEqual([2, expect.stringContaining('flowers-102')]);
  expect(stderr).toContain('got "digits".');
});
