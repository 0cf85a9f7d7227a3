import {createHash} from 'node:crypto';
import {readdir, stat} from 'node:fs/promises';
import {relative, sep} from 'node:path';
import type {ClipFile} from './clipFile.ts';

/** Sha256 over settings, and path, size, first frame and label of each clip of each split, in hexadecimal. */
export async function digestClips(
  folder: string,
  splits: Readonly<Record<string, readonly ClipFile[]>>,
  settings: object
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const [split, clips] of Object.entries(splits)) {
    hash.update(`${split} ${clips.length}\n`);
    for (const {path, kind, start, label} of clips) {
      const size = kind === 'video' ? (await stat(path)).size : (await readdir(path)).length;
      hash.update(`${JSON.stringify(relative(folder, path).split(sep).join('/'))} ${kind} ${size} ${start} ${label}\n`);
    }
  }
  return hash.digest('hex');
}
