import {createHash} from 'node:crypto';
import type {StoredData} from './dataSource.ts';

/** Sha256 over shape, scale, padding, and the values and labels of each split, in hexadecimal. */
export function digestData(data: StoredData, shape: readonly number[]): string {
  const {train, validation, test, classes, divisor, more} = data;
  const hash = createHash('sha256');
  for (const split of [train, validation, test]) {
    const head = {
      shape,
      stored: data.shape,
      classes,
      divisor,
      type: split?.x.constructor.name,
      examples: split?.y.length,
      // Left out of the JSON where there is one input.
      more: more?.map((input, i) => ({...input, type: split?.more?.[i]?.constructor.name}))
    };
    hash.update(JSON.stringify(head));
    if (!split) continue;
    for (const {buffer, byteOffset, byteLength} of [split.x, split.y, ...(split.more ?? [])]) {
      hash.update(new Uint8Array(buffer, byteOffset, byteLength));
    }
  }
  return hash.digest('hex');
}
