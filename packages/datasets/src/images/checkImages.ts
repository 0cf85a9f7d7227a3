import type {LabeledFile} from '../formats/imageFolderFiles.ts';
import {decodeImage, loadDecoder, reasonOf, type UnreadableImage} from './decodeImage.ts';

const AT_ONCE = 16; // images
const NAMED = 10;

export interface UnreadableImages {
  readonly count: number;
  readonly of: number;
  /** The first ones. */
  readonly first: readonly UnreadableImage[];
}

/** Decodes every image and counts those that cannot be decoded. */
export async function checkImages(
  files: readonly Pick<LabeledFile, 'file'>[],
  onImage?: (images: number, of: number) => void
): Promise<UnreadableImages> {
  const decoder = await loadDecoder();
  const first: UnreadableImage[] = [];
  let count = 0;
  for (let start = 0; start < files.length; start += AT_ONCE) {
    const group = files.slice(start, start + AT_ONCE).map(({file}) => file);
    const results = await Promise.allSettled(group.map(file => decodeImage(decoder, file, 32)));
    results.forEach((result, i) => {
      if (result.status === 'fulfilled') return;
      count++;
      if (first.length < NAMED) first.push({file: group[i]!, reason: reasonOf(result.reason)});
    });
    onImage?.(Math.min(start + AT_ONCE, files.length), files.length);
  }
  return {count, of: files.length, first};
}
