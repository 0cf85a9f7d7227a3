import {mkdir, mkdtemp, readdir, realpath, symlink} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {cacheFolder} from '@espalier/backend';

/** A folder to run commands in, and a cache that shares the installed engines and nothing else. */
export async function makeWorkFolder(): Promise<{readonly folder: string; readonly cache: string}> {
  const root = await realpath(await mkdtemp(join(tmpdir(), 'espalier-cli-')));
  const [folder, cache] = [join(root, 'work'), join(root, 'cache')];
  await mkdir(folder);
  await mkdir(cache);
  const engines = (await readdir(cacheFolder()).catch(() => [])).filter(name => name.startsWith('tensorflow-'));
  for (const name of engines) await symlink(join(cacheFolder(), name), join(cache, name));
  return {folder, cache};
}
