import type sharp from 'sharp';
import {DataError} from '../dataError.ts';

/** Pixels as they are stored, row by row: [height, width, 3], red first. */
export interface Pixels {
  readonly width: number;
  readonly height: number;
  readonly data: Uint8Array;
}

export type Decoder = typeof sharp;

const NAMED = 3;

/**
 * Decodes an image file and resizes it so that its shorter side has `resize` pixels, aspect kept. The format is told by
 * the file's first bytes, whatever its name. Grey, 16 bit and CMYK become RGB; transparent parts become white; the
 * image is turned as its EXIF data says. A file that ends too soon is an error; what libjpeg only warns about is not.
 *
 * All of it is one task of libuv's thread pool, so that it goes on while JavaScript computes.
 */
export async function decodeImage(decoder: Decoder, file: string, resize: number): Promise<Pixels> {
  const {data, info} = await decoder(file, {autoOrient: true, failOn: 'error'})
    .flatten({background: 'white'})
    .resize(resize, resize, {fit: 'outside'})
    .toColorspace('srgb')
    .raw()
    .toBuffer({resolveWithObject: true});
  if (info.channels === 3) return {width: info.width, height: info.height, data};
  throw new Error(`${info.channels} channels`);
}

/** Decodes files at once. Throws a DataError that names the first ones that cannot be decoded and counts them. */
export async function decodeAll(
  files: readonly string[],
  decode: (file: string) => Promise<Pixels>
): Promise<Pixels[]> {
  const results = await Promise.allSettled(files.map(decode));
  const bad = results.flatMap((result, i) =>
    result.status === 'rejected' ? [{file: files[i]!, reason: reasonOf(result.reason)}] : []
  );
  if (bad.length > 0) throw new DataError(describeUnreadable(bad, files.length));
  return results.flatMap(result => (result.status === 'fulfilled' ? [result.value] : []));
}

export interface UnreadableImage {
  readonly file: string;
  readonly reason: string;
}

export function describeUnreadable(bad: readonly UnreadableImage[], of: number): string {
  const named = bad.slice(0, NAMED).map(({file, reason}) => `${file} (${reason})`);
  return (
    `Expected images that can be decoded, got ${bad.length} of ${of} that cannot: ${named.join(', ')}` +
    `${bad.length > NAMED ? ', …' : ''}. Put intact files in their place.`
  );
}

export function reasonOf(cause: unknown): string {
  return (cause instanceof Error ? cause.message : String(cause)).split('\n')[0]!;
}

/** Sharp with one thread an image, since images are decoded side by side, and without its cache of results. */
export async function loadDecoder(): Promise<Decoder> {
  const {default: library} = await import('sharp');
  library.concurrency(1);
  library.cache(false);
  return library;
}
