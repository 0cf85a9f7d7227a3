import {mkdir, readdir, rm, stat, writeFile} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {UsageError} from '../errors/UsageError.ts';

/** Writes files into a folder that is new or empty, all or none. Throws a UsageError for one that is not. */
export async function writeStudy(folder: string, files: Readonly<Record<string, string>>): Promise<void> {
  const found = await stat(folder).catch(() => undefined);
  if (found && !found.isDirectory()) throw new UsageError(`Expected DIR to be a new folder, got the file ${folder}.`);
  if (found && (await readdir(folder)).length > 0)
    throw new UsageError(`Expected DIR to be a new or empty folder, got ${folder}, which is not empty.`);
  try {
    for (const [path, text] of Object.entries(files)) {
      await mkdir(dirname(join(folder, path)), {recursive: true});
      await writeFile(join(folder, path), text, {flag: 'wx'});
    }
  } catch (error) {
    for (const path of Object.keys(files))
      await rm(join(folder, path.split('/')[0] ?? ''), {recursive: true, force: true});
    if (!found) await rm(folder, {recursive: true, force: true});
    throw error;
  }
}
