import {ModelError} from '../ModelError.ts';

/** A flat piece of memory that tensors are views of, before anything of it is read. */
export interface Storage {
  readonly key: string;
  /** Torch's class of it: `FloatStorage`. */
  readonly type: string;
  /** Number of values, as the file claims. */
  readonly size: number;
}

interface StorageType {
  readonly bytes: number;
  readonly read: (view: DataView, at: number) => number;
}

const TYPES: Readonly<Record<string, StorageType>> = {
  FloatStorage: {bytes: 4, read: (view, at) => view.getFloat32(at, true)},
  DoubleStorage: {bytes: 8, read: (view, at) => view.getFloat64(at, true)},
  HalfStorage: {bytes: 2, read: (view, at) => halfToNumber(view.getUint16(at, true))},
  BFloat16Storage: {bytes: 2, read: (view, at) => bfloatToNumber(view.getUint16(at, true))},
  LongStorage: {bytes: 8, read: (view, at) => Number(view.getBigInt64(at, true))},
  IntStorage: {bytes: 4, read: (view, at) => view.getInt32(at, true)},
  ShortStorage: {bytes: 2, read: (view, at) => view.getInt16(at, true)},
  CharStorage: {bytes: 1, read: (view, at) => view.getInt8(at)},
  ByteStorage: {bytes: 1, read: (view, at) => view.getUint8(at)},
  BoolStorage: {bytes: 1, read: (view, at) => view.getUint8(at)}
};

export function storageType(type: string): StorageType {
  const found = TYPES[type];
  if (!found) throw new ModelError(`Expected tensors of ${Object.keys(TYPES).join(', ')}, got ${type}.`);
  return found;
}

export function isStorageType(type: string): boolean {
  return type in TYPES;
}

/** IEEE 754 half precision. */
export function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Infinity : NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a float32. */
function bfloatToNumber(bits: number): number {
  const view = new DataView(new ArrayBuffer(4));
  view.setUint16(0, bits);
  return view.getFloat32(0);
}
