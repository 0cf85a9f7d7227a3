import {createHash} from 'node:crypto';
import type {StoredData} from './dataSource.ts';
import type {SequenceAugment} from './sequences/sequenceAugment.ts';

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
      // Left out of the JSON where it is not done.
      standardize: data.standardize,
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

/** The same, also over how sequences are varied and where each of them ends. */
export function digestAugmented(data: StoredData, shape: readonly number[], augment: SequenceAugment): string {
  const {length = 0, warp = 0, scale = 0, jitter = 0} = augment;
  const lengths = [data.train, data.validation, data.test].map(split => split?.lengths?.join());
  return createHash('sha256')
    .update(JSON.stringify({data: digestData(data, shape), augment: {length, warp, scale, jitter}, lengths}))
    .digest('hex');
}
