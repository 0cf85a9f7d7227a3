import {DataError} from '../dataError.ts';

const PLANE = 32 * 32;
const CHANNELS = 3;
const RECORD = 1 + CHANNELS * PLANE; // label, then the planes of red, green and blue, row by row

export interface CifarBatch {
  /** [n, 32, 32, 3]. */
  readonly x: Uint8Array;
  readonly y: Int32Array;
}

/**
 * Reads a file of CIFAR-10's binary version: records of a label byte and 3072 bytes, planes first, which come out
 * channels last.
 *
 * Throws a DataError that names the file when its size is not a whole number of records or a label is none.
 * Source: the archive's home page.
 */
export function readCifarBatch(bytes: Uint8Array, file: string): CifarBatch {
  const count = bytes.length / RECORD;
  if (count === 0 || !Number.isInteger(count)) {
    throw new DataError(
      `Expected ${file} to be records of ${RECORD} bytes, a label and an image, got ${bytes.length} bytes.`
    );
  }
  const x = new Uint8Array(count * CHANNELS * PLANE);
  const y = new Int32Array(count);
  for (let example = 0; example < count; example++) {
    const start = example * RECORD;
    const label = bytes[start]!;
    if (label > 9) {
      throw new DataError(`Expected the label of record ${example} of ${file} to be from 0 to 9, got ${label}.`);
    }
    y[example] = label;
    for (let channel = 0; channel < CHANNELS; channel++) {
      const plane = start + 1 + channel * PLANE;
      const to = example * CHANNELS * PLANE + channel;
      for (let pixel = 0; pixel < PLANE; pixel++) x[to + pixel * CHANNELS] = bytes[plane + pixel]!;
    }
  }
  return {x, y};
}
