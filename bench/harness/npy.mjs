import {writeFileSync} from 'node:fs';

const TYPES = new Map([
  [Float32Array, '<f4'],
  [Int32Array, '<i4']
]);

/** Writes a row-major array as NumPy's `.npy`, so that both sides read the same numbers. */
export function writeNpy(path, shape, values) {
  const sizes = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${TYPES.get(values.constructor)}', 'fortran_order': False, 'shape': (${sizes}), }`;
  const length = Math.ceil((10 + text.length + 1) / 64) * 64 - 10;
  const head = Buffer.alloc(10);
  head.write('\x93NUMPY\x01\x00', 'latin1');
  head.writeUInt16LE(length, 8);
  const bytes = Buffer.from(values.buffer, values.byteOffset, values.byteLength);
  writeFileSync(path, Buffer.concat([head, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1'), bytes]));
}
