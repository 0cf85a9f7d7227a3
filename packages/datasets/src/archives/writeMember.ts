import {createWriteStream} from 'node:fs';
import {mkdir, rename, stat} from 'node:fs/promises';
import {dirname} from 'node:path';
import type {Readable, Transform} from 'node:stream';
import {pipeline} from 'node:stream/promises';

/** Whether a file is there in that size, so that an archive which was half unpacked can be gone on with. */
export async function isThere(path: string, size: number): Promise<boolean> {
  const info = await stat(path).catch(() => undefined);
  return info?.isFile() === true && info.size === size;
}

/** Writes a file so that it is there whole or not at all. `checks` let the bytes through and may fail at their end. */
export async function writeMember(path: string, bytes: Readable, ...checks: Transform[]): Promise<void> {
  await mkdir(dirname(path), {recursive: true});
  await pipeline([bytes, ...checks, createWriteStream(`${path}.part`)]);
  await rename(`${path}.part`, path);
}
