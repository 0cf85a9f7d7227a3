import {DataError} from '../dataError.ts';
import {readBytes} from '../readBytes.ts';

/** [height, width, channels]; channels are 1 (grey) or 3 (RGB). */
export type ImageShape = readonly [height: number, width: number, channels: 1 | 3];

const AT_ONCE = 8; // files; libvips has its own few threads
const MOST_BYTES = 2 ** 32 - 1;

/**
 * Reads the headers of all images and says in which shape they go together.
 *
 * Throws a DataError that names the first file which is no PNG or JPEG, or is of another size where `resize` is not
 * given.
 */
export async function inspectImages(files: readonly string[], resize?: readonly [number, number]): Promise<ImageShape> {
  const headers = await inGroups(files, readHeader);
  const [first] = headers;
  if (!first) throw new Error('Expected at least one image, got none.');
  const [height, width] = resize ?? [first.height, first.width];
  if (![height, width].every(size => Number.isInteger(size) && size > 0)) {
    throw new DataError(`Expected resize to be two positive whole numbers (height, width), got ${height}, ${width}.`);
  }
  const other = resize ? -1 : headers.findIndex(header => header.height !== height || header.width !== width);
  if (other >= 0) {
    const {height: otherHeight, width: otherWidth} = headers[other]!;
    throw new DataError(
      `Expected ${files[other]} to be ${height} × ${width} (height × width) like ${files[0]}, got ${otherHeight} × ` +
        `${otherWidth}. Give resize to bring all images to one size.`
    );
  }
  return [height, width, headers.every(({grey}) => grey) ? 1 : 3];
}

/** Decodes images to bytes [n, height, width, channels]. Throws a DataError that names a file it cannot decode. */
export async function decodeImages(files: readonly string[], shape: ImageShape): Promise<Uint8Array> {
  const size = shape[0] * shape[1] * shape[2];
  if (files.length * size > MOST_BYTES) {
    throw new DataError(
      `Expected the images of a split to take at most ${MOST_BYTES} bytes of memory, got ${files.length} × ${size}. ` +
        'Resize them to less or take fewer.'
    );
  }
  const bytes = new Uint8Array(files.length * size);
  await inGroups(files, async (file, index) => bytes.set(await decode(file, shape), index * size));
  return bytes;
}

async function readHeader(file: string): Promise<{height: number; width: number; grey: boolean}> {
  const {default: sharp} = await import('sharp');
  const {format, space, autoOrient} = await naming(file, sharp(await readBytes(file)).metadata());
  if (format !== 'png' && format !== 'jpeg') {
    throw new DataError(`Expected ${file} to be a PNG or JPEG image, got ${format}.`);
  }
  return {...autoOrient, grey: space === 'b-w' || space === 'grey16'};
}

async function decode(file: string, [height, width, channels]: ImageShape): Promise<Uint8Array> {
  const {default: sharp} = await import('sharp');
  const image = sharp(await readBytes(file), {autoOrient: true})
    .flatten({background: 'white'})
    .resize(width, height, {fit: 'fill'})
    .toColorspace(channels === 1 ? 'b-w' : 'srgb');
  const {data, info} = await naming(file, image.raw().toBuffer({resolveWithObject: true}));
  if (info.channels === channels) return data;
  throw new DataError(`Expected ${file} to decode to ${channels} channels, got ${info.channels}.`);
}

async function naming<T>(file: string, result: Promise<T>): Promise<T> {
  try {
    return await result;
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message.split('\n')[0] : String(cause);
    throw new DataError(`Expected ${file} to be a PNG or JPEG image that can be decoded, got: ${reason}`, {cause});
  }
}

async function inGroups<T, R>(items: readonly T[], work: (item: T, index: number) => Promise<R>): Promise<R[]> {
  const results: R[] = [];
  for (let start = 0; start < items.length; start += AT_ONCE) {
    const group = items.slice(start, start + AT_ONCE);
    results.push(...(await Promise.all(group.map((item, i) => work(item, start + i)))));
  }
  return results;
}
