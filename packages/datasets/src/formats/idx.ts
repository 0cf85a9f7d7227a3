import {DataError} from '../dataError.ts';

/** An array of unsigned bytes, row-major. */
export interface IdxArray {
  readonly shape: readonly number[];
  readonly data: Uint8Array;
}

/**
 * Reads the IDX format of MNIST: a big-endian magic number 0x0000080R for unsigned bytes in R dimensions, then R sizes
 * of 32 bits, then the bytes. The data is a view of `bytes`.
 *
 * Throws a DataError when the magic number differs, or bytes are missing or left over.
 * Source: the format's description on the home page of MNIST.
 */
export function readIdx(bytes: Uint8Array, {file, rank}: {readonly file: string; readonly rank: number}): IdxArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const header = 4 + 4 * rank;
  if (bytes.length < header) {
    throw new DataError(
      `Expected ${file} to start with an IDX header of ${header} bytes, got ${bytes.length} bytes in all.`
    );
  }
  const magic = view.getUint32(0);
  if (magic !== 0x800 + rank) {
    throw new DataError(
      `Expected ${file} to start with the IDX magic number ${hex(0x800 + rank)} ` +
        `(unsigned bytes in ${rank} dimension${rank === 1 ? '' : 's'}), got ${hex(magic)}.`
    );
  }
  const shape = Array.from({length: rank}, (_, axis) => view.getUint32(4 + 4 * axis));
  const expected = header + shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) {
    const difference = bytes.length - expected;
    throw new DataError(
      `Expected ${file} to have ${header} + ${shape.join(' × ')} = ${expected} bytes, got ${bytes.length} ` +
        `(${Math.abs(difference)} ${difference < 0 ? 'missing' : 'too many'}).`
    );
  }
  return {shape, data: bytes.subarray(header)};
}

function hex(value: number): string {
  return `0x${value.toString(16).padStart(8, '0')}`;
}
