import {copyFile, mkdir, mkdtemp, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {afterAll, expect, test} from 'vitest';
import {medMnistSets} from './medMnistSets.ts';
import {openData} from './openData.ts';

const folder = await mkdtemp(join(tmpdir(), 'espalier-medical-'));
afterAll(() => rm(folder, {recursive: true}));

test('a set is read from its file in --data-dir or its folder medmnist, with all of its classes', async () => {
  await mkdir(join(folder, 'medmnist'));
  const fixture = fileURLToPath(new URL('../fixtures/medColour.npz', import.meta.url));
  await copyFile(fixture, join(folder, 'bloodmnist.npz'));
  await copyFile(fixture, join(folder, 'medmnist', 'pathmnist.npz'));
  const [blood, path] = [
    await openData('bloodmnist', {seed: 0, dataDir: folder}),
    await openData('pathmnist', {seed: 0, dataDir: folder})
  ];
  expect([blood.name, blood.classes, blood.train.size, blood.validation.size]).toEqual(['bloodmnist', 8, 4, 2]);
  expect([path.name, path.classes, path.test.size]).toEqual(['pathmnist', 9, 3]);
});

test('without the file the message says where it comes from and its licence', async () => {
  await expect(openData('dermamnist', {seed: 0, dataDir: folder})).rejects.toThrow(
    `Expected the file dermamnist.npz of MedMNIST for dermamnist, got none in ${folder}, ${join(folder, 'medmnist')}. ` +
      'Take it from https://zenodo.org/records/10519652/files/dermamnist.npz?download=1 (CC BY-NC 4.0) and name its ' +
      'folder with --data-dir.'
  );
});

test('each set has a checksum and splits; none has several labels an image', () => {
  const published = medMnistSets.map(({official}) => official!);
  expect(new Set(published.map(({archives}) => archives[0]!.md5)).size).toBe(17);
  published.forEach(({archives}) => expect(archives[0]!.md5).toMatch(/^[0-9a-f]{32}$/));
  expect(medMnistSets.map(({name}) => name)).not.toContain('chestmnist');
});
