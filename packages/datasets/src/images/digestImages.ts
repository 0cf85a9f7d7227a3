import {createHash} from 'node:crypto';
import {stat} from 'node:fs/promises';
import {relative, sep} from 'node:path';
import {DataError} from '../dataError.ts';
import type {LabeledFile} from '../formats/imageFolderFiles.ts';
import {reasonOf} from './decodeImage.ts';

const AT_ONCE = 64; // files

/** Sha256 over settings, and path, size and label of each file of each split, in hexadecimal. */
export async function digestImages(
  folder: string,
  splits: Readonly<Record<string, readonly LabeledFile[] | undefined>>,
  settings: object
): Promise<string> {
  const hash = createHash('sha256').update(JSON.stringify(settings));
  for (const [split, files = []] of Object.entries(splits)) {
    hash.update(`${split} ${files.length}\n`);
    for (let start = 0; start < files.length; start += AT_ONCE) {
      const group = files.slice(start, start + AT_ONCE);
      const sizes = await Promise.all(group.map(({file}) => sizeOf(file)));
      group.forEach(({file, label}, i) => {
        const path = relative(folder, file).split(sep).join('/');
        hash.update(`${JSON.stringify(path)} ${sizes[i]} ${label}\n`);
      });
    }
  }
  return hash.digest('hex');
}

async function sizeOf(file: string): Promise<number> {
  const info = await stat(file).catch((cause: unknown) => {
    throw new DataError(`Expected ${file} to be an image file, got ${reasonOf(cause)}.`, {cause});
  });
  if (info.size > 0) return info.size;
  throw new DataError(`Expected ${file} to be an image file, got an empty one.`);
}
