import {randomBytes} from 'node:crypto';
import {mkdir, readdir, rename, rm, rmdir, stat} from 'node:fs/promises';
import {basename, dirname, join} from 'node:path';
import {ConfigError} from '../schema/ConfigError.ts';
import {syncFolder} from './writeAtomically.ts';

/** Throws a ConfigError unless `out` is absent or an empty folder. `name` is how the user wrote it. */
export async function refuseFull(out: string, name: string): Promise<void> {
  const found = await stat(out).catch(() => undefined);
  if (!found) return;
  if (!found.isDirectory()) throw new ConfigError(`Expected --out to be a new folder, got the file ${name}.`);
  if ((await readdir(out)).length > 0) {
    throw new ConfigError(`Expected --out to be a new or empty folder, got ${name}, which is not empty.`);
  }
}

/** Does the work in a folder beside `out` and renames it when all is there. */
export async function writingWhole<T>(out: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = join(dirname(out), `.${basename(out)}.${randomBytes(4).toString('hex')}.tmp`);
  await mkdir(folder, {recursive: true});
  try {
    const result = await work(folder);
    await rmdir(out).catch(() => undefined);
    await rename(folder, out);
    await syncFolder(dirname(out));
    return result;
  } catch (error) {
    await rm(folder, {recursive: true, force: true});
    throw error;
  }
}
