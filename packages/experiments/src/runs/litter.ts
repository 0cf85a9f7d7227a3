import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';

/**
 * Removes the temporary files that killed processes left in a folder. Only for who holds the folder's lease: nobody else
 * writes there.
 */
export async function sweepOutLitter(folder: string): Promise<void> {
  const names = await readdir(folder, {recursive: true}).catch(() => []);
  await Promise.all(
    names
      .filter(name => name.endsWith('.tmp'))
      .map(name => rm(join(folder, name), {recursive: true, force: true}).catch(() => undefined))
  );
}
