import {mkdir, mkdtemp, readFile, readdir} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {beforeEach, expect, it} from 'vitest';
import {writeAtomically, writeJson} from './writeAtomically.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
});

it('writes, replaces, and leaves no other file', async () => {
  const path = join(folder, 'deep', 'a.json');
  await writeJson(path, {a: 1});
  await writeJson(path, {a: NaN});
  expect(await readFile(path, 'utf8')).toBe('{\n  "a": "NaN"\n}\n');
  expect(await readdir(join(folder, 'deep'))).toEqual(['a.json']);
});

it('leaves nothing behind when it fails', async () => {
  const path = join(folder, 'taken');
  await mkdir(join(path, 'inside'), {recursive: true});
  await expect(writeAtomically(path, 'text')).rejects.toThrow(`Could not write ${path}: `);
  expect(await readdir(folder)).toEqual(['taken']);
});
