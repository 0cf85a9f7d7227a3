import {writeFile} from 'node:fs/promises';
import {zipSync} from 'fflate';

/** An array as `.npy` stores it: float32 or int32 values, row-major. */
export interface NpyArray {
  readonly shape: readonly number[];
  readonly values: Float32Array | Int32Array;
}

/** Writes an `.npz` file of named arrays. */
export async function writeNpz(path: string, arrays: Readonly<Record<string, NpyArray>>): Promise<void> {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npy(array)] as const);
  await writeFile(path, zipSync(Object.fromEntries(files)));
}

function npy({shape, values}: NpyArray): Uint8Array {
  const type = values instanceof Float32Array ? '<f4' : '<i4';
  const dict = `{'descr': '${type}', 'fortran_order': False, 'shape': (${shape.join(', ')},), }`;
  const header = Buffer.from(`${dict.padEnd(117)}\n`, 'latin1');
  const magic = Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, header.length & 0xff, header.length >> 8]);
  return Buffer.concat([magic, header, Buffer.from(values.buffer, values.byteOffset, values.byteLength)]);
}
