import {access} from 'node:fs/promises';
import {join} from 'node:path';
import {DataError} from './dataError.ts';

/** A file's name or path, and the sha256 of what it holds unpacked. */
export type FullFile = readonly [file: string, sha256: string];

/** Where Debian's package puts the files. */
export const INSTALLED_AT = '/usr/share/datasets/fashion-mnist';

/**
 * Finds one of the full files, packed or not: in `dataDir`, in its folder `fashion-mnist`, then where Debian installs
 * them. Throws a DataError that tells what is missing for `ask` and how to get it.
 */
export async function findFullFile(
  [name, sha256]: FullFile,
  ask: string,
  dataDir?: string,
  installedAt = INSTALLED_AT
): Promise<FullFile> {
  const folders = [...(dataDir === undefined ? [] : [dataDir, join(dataDir, 'fashion-mnist')]), installedAt];
  for (const folder of folders) {
    for (const file of [join(folder, `${name}.gz`), join(folder, name)]) {
      if (await exists(file)) return [file, sha256];
    }
  }
  throw new DataError(
    `Expected the full Fashion-MNIST file ${name}.gz for ${ask}, got none in ${folders.join(', ')}. ` +
      'On Debian and Ubuntu: apt-get install dataset-fashion-mnist. Elsewhere: put the four *-ubyte.gz files of the ' +
      'Fashion-MNIST project in a folder and name it with --data-dir.'
  );
}

async function exists(file: string): Promise<boolean> {
  return access(file).then(
    () => true,
    () => false
  );
}
