import {DataError} from '../dataError.ts';
import {parseNpyHeader} from './npyHeader.ts';
import {toRowMajor} from './toRowMajor.ts';

export type NpyValues =
  | Uint8Array
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array
  | BigUint64Array
  | BigInt64Array
  | Float32Array
  | Float64Array;

/** An array in row-major order, whatever the order in the file. */
export interface NpyArray {
  /** Kind and bytes of one value, as NumPy writes them: `u1`, `i8`, `f4`, `b1` … */
  readonly type: string;
  readonly shape: readonly number[];
  readonly data: NpyValues;
}

const ARRAYS = {
  b1: Uint8Array,
  u1: Uint8Array,
  i1: Int8Array,
  u2: Uint16Array,
  i2: Int16Array,
  u4: Uint32Array,
  i4: Int32Array,
  u8: BigUint64Array,
  i8: BigInt64Array,
  f4: Float32Array,
  f8: Float64Array
} as const;

/**
 * Reads an `.npy` file of format version 1, 2 or 3 with little-endian numbers or booleans in C or Fortran order.
 *
 * Throws a DataError that names `where` for anything else: pickled objects, structures, text, big-endian numbers, and
 * sizes that do not match the bytes (found before any memory is taken for them).
 * Source: numpy.lib.format.
 */
export function readNpy(bytes: Uint8Array, where: string): NpyArray {
  const {header, offset} = splitHeader(bytes, where);
  const {descr, fortranOrder, shape} = parseNpyHeader(header, where);
  const type = typeOf(descr, where);
  const make = ARRAYS[type];
  const count = shape.reduce((product, size) => product * size, 1);
  const expected = count * make.BYTES_PER_ELEMENT;
  if (bytes.length - offset !== expected) {
    throw new DataError(
      `Expected ${where} to have (${shape.join(', ')}) × ${make.BYTES_PER_ELEMENT} = ${expected} bytes of data, ` +
        `got ${bytes.length - offset}.`
    );
  }
  // A copy, because typed arrays have to start at a multiple of their element size; a Buffer's own `slice` makes none.
  const data = new make(new Uint8Array(bytes.subarray(offset)).buffer, 0, count);
  return {type, shape, data: fortranOrder && shape.length > 1 ? toRowMajor(data, shape) : data};
}

function splitHeader(bytes: Uint8Array, where: string): {readonly header: string; readonly offset: number} {
  const isNpy = bytes.length >= 10 && Buffer.from(bytes.subarray(0, 6)).equals(Buffer.from('\x93NUMPY', 'latin1'));
  if (!isNpy) throw new DataError(`Expected ${where} to start with "\\x93NUMPY" as .npy files do, got something else.`);
  const version = bytes[6]!;
  if (version < 1 || version > 3)
    throw new DataError(`Expected ${where} to have .npy version 1, 2 or 3, got ${version}.`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : bytes.length < 12 ? Infinity : view.getUint32(8, true);
  if (start + length > bytes.length) {
    throw new DataError(
      `Expected ${where} to have a header of ${length} bytes, got ${bytes.length - start}: the file is cut short.`
    );
  }
  const text = Buffer.from(bytes.subarray(start, start + length)).toString(version === 3 ? 'utf8' : 'latin1');
  return {header: text, offset: start + length};
}

function typeOf(descr: string, where: string): keyof typeof ARRAYS {
  if (descr.includes('O')) {
    throw new DataError(
      `Expected ${where} to hold numbers, got pickled Python objects (dtype "${descr}"). Save a plain array.`
    );
  }
  const [order, type] = [descr[0], descr.slice(1)];
  const littleEndian = order === '<' || order === '=' || (order === '|' && type.endsWith('1'));
  if (littleEndian && type in ARRAYS) return type as keyof typeof ARRAYS;
  const known = Object.keys(ARRAYS).join(', ');
  throw new DataError(
    `Expected ${where} to have a little-endian dtype (${known}), got "${descr}". Convert it with astype.`
  );
}
