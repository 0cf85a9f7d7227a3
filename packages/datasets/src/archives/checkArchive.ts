import {createHash} from 'node:crypto';
import {createReadStream} from 'node:fs';
import {stat} from 'node:fs/promises';
import type {Archive} from './archive.ts';

/** How a file compares with the published one. */
export type ArchiveState =
  | {readonly state: 'absent'}
  /** No size and no checksum is published. */
  | {readonly state: 'unchecked'; readonly bytes: number}
  | {readonly state: 'ok'; readonly bytes: number; readonly checked: string}
  | {readonly state: 'differs'; readonly bytes: number; readonly expected: string; readonly got: string};

/** Compares size and the strongest checksum that is published. */
export async function checkArchive(path: string, {bytes, md5, sha256}: Archive): Promise<ArchiveState> {
  const info = await stat(path).catch(() => undefined);
  if (!info?.isFile()) return {state: 'absent'};
  const size = {bytes: info.size};
  if (bytes !== undefined && bytes !== info.size) {
    return {state: 'differs', ...size, expected: `${bytes} bytes`, got: `${info.size} bytes`};
  }
  const [algorithm, expected] = sha256 !== undefined ? (['sha256', sha256] as const) : (['md5', md5] as const);
  if (expected === undefined)
    return bytes === undefined ? {state: 'unchecked', ...size} : {state: 'ok', ...size, checked: 'size'};
  const got = await digestFile(path, algorithm);
  if (got === expected) return {state: 'ok', ...size, checked: algorithm};
  return {state: 'differs', ...size, expected: `${algorithm} ${expected}`, got};
}

async function digestFile(path: string, algorithm: 'sha256' | 'md5'): Promise<string> {
  const hash = createHash(algorithm);
  for await (const chunk of createReadStream(path, {highWaterMark: 2 ** 20})) hash.update(chunk as Buffer);
  return hash.digest('hex');
}
