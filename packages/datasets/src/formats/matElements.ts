import {inflateSync} from 'node:zlib';

/** Type of a data element; numbers are stored in whichever type they fit into. */
export const COMPRESSED = 15;
export const MATRIX = 14;

const LARGEST_UNPACKED = 2 ** 28; // bytes; no file of labels comes near, and archives may be made to explode

/** One element of a level 5 MAT-file, unpacked where it was compressed. */
export interface MatElement {
  readonly type: number;
  readonly bytes: DataView;
}

/**
 * The elements in a stretch of a MAT-file one after another.
 *
 * A tag is 8 bytes, type and length; a length of at most 4 bytes may share the first 4 bytes with the type, the data in
 * the other 4. Data are padded to 8 bytes unless they are compressed. Source: MAT-File Format, The MathWorks.
 */
export function* matElements(view: DataView, little: boolean): Generator<MatElement> {
  for (let at = 0; at < view.byteLength;) {
    const first = view.getUint32(at, little);
    const small = first >>> 16;
    const type = small ? first & 0xffff : first;
    const start = small ? at + 4 : at + 8;
    const length = small || view.getUint32(at + 4, little);
    const bytes = new DataView(view.buffer, view.byteOffset + start, within(view, start, length));
    if (type === COMPRESSED) yield* matElements(inflated(bytes), little);
    else yield {type, bytes};
    at = small ? at + 8 : type === COMPRESSED ? start + length : start + Math.ceil(length / 8) * 8;
  }
}

/** The numbers of an element of a numeric type, or of characters. */
export function numbersOf({type, bytes}: MatElement, little: boolean): Float64Array {
  const reader = READERS.get(type);
  if (!reader) throw new RangeError(`data of type ${type}`);
  const [width, read] = reader;
  return Float64Array.from({length: Math.floor(bytes.byteLength / width)}, (_, i) => read(bytes, i * width, little));
}

type Read = (view: DataView, at: number, little: boolean) => number;

const READERS: ReadonlyMap<number, readonly [width: number, Read]> = new Map<number, readonly [number, Read]>([
  [1, [1, (view, at) => view.getInt8(at)]],
  [2, [1, (view, at) => view.getUint8(at)]],
  [3, [2, (view, at, little) => view.getInt16(at, little)]],
  [4, [2, (view, at, little) => view.getUint16(at, little)]],
  [5, [4, (view, at, little) => view.getInt32(at, little)]],
  [6, [4, (view, at, little) => view.getUint32(at, little)]],
  [7, [4, (view, at, little) => view.getFloat32(at, little)]],
  [9, [8, (view, at, little) => view.getFloat64(at, little)]],
  [12, [8, (view, at, little) => Number(view.getBigInt64(at, little))]],
  [13, [8, (view, at, little) => Number(view.getBigUint64(at, little))]],
  [16, [1, (view, at) => view.getUint8(at)]],
  [17, [2, (view, at, little) => view.getUint16(at, little)]],
  [18, [4, (view, at, little) => view.getUint32(at, little)]]
]);

const UTF8 = 16;

/** The text of an element of characters. */
export function textOf(element: MatElement, little: boolean): string {
  const {type, bytes} = element;
  if (type === UTF8) return new TextDecoder().decode(bytes);
  return Array.from(numbersOf(element, little), code => String.fromCodePoint(code)).join('');
}

function inflated({buffer, byteOffset, byteLength}: DataView): DataView {
  const bytes = inflateSync(new Uint8Array(buffer as ArrayBuffer, byteOffset, byteLength), {
    maxOutputLength: LARGEST_UNPACKED
  });
  return new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
}

function within(view: DataView, start: number, length: number): number {
  if (start + length <= view.byteLength) return length;
  throw new RangeError(`an element of ${length} bytes where ${Math.max(0, view.byteLength - start)} are left`);
}
