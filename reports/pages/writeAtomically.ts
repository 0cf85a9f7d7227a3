import {randomUUID} from 'node:crypto';
import {mkdir, rename, rm, writeFile} from 'node:fs/promises';
import {dirname} from 'node:path';

/** Writes a file whole or not at all: to a temporary name beside it, then renamed. Makes the folders it needs. */
export async function writeAtomically(path: string, content: string | Uint8Array): Promise<void> {
  const temporary = `${path}.${randomUUID()}.tmp`;
  try {
    await mkdir(dirname(path), {recursive: true});
    await writeFile(temporary, content, {flush: true});
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, {force: true}).catch(() => undefined);
    throw new Error(`Expected ${path} to be writable, got ${(cause as Error).message}.`, {cause});
  }
}
