import {randomBytes} from 'node:crypto';
import {mkdir, open, rename, rm} from 'node:fs/promises';
import {dirname} from 'node:path';
import {recordJson} from './canonicalJson.ts';

/**
 * Writes a whole file or nothing: to a temporary name beside it, synced, then renamed over the old one. The parts of a
 * large file are asked for one by one.
 */
export async function writeAtomically(
  path: string,
  content: string | Uint8Array | Iterable<Uint8Array>
): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, {recursive: true});
  const temporary = `${path}.${process.pid}-${randomBytes(4).toString('hex')}.tmp`;
  try {
    const handle = await open(temporary, 'wx');
    try {
      const parts = typeof content === 'string' || content instanceof Uint8Array ? [content] : content;
      for (const part of parts) await handle.writeFile(part);
      await handle.sync();
    } finally {
      await handle.close();
    }
    await rename(temporary, path);
  } catch (cause) {
    await rm(temporary, {force: true}).catch(() => undefined);
    throw new Error(`Could not write ${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {cause});
  }
  await syncFolder(folder);
}

/** A JSON document that people may read: indented, with a line end. */
export function writeJson(path: string, document: unknown): Promise<void> {
  return writeAtomically(path, `${recordJson(document, 2)}\n`);
}

/** Makes a rename last through a power cut. Some file systems cannot sync a folder; then there is nothing to do. */
export async function syncFolder(folder: string): Promise<void> {
  const handle = await open(folder, 'r').catch(() => undefined);
  await handle?.sync().catch(() => undefined);
  await handle?.close();
}
