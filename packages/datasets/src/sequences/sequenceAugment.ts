import {DataError} from '../dataError.ts';

/** How training sequences are varied, anew in each batch. What is not given, or 0, is left out. */
export interface SequenceAugment {
  /** A sequence gets 1 − `length` to 1 + `length` times its steps, as a share of them; at least 0, below 1. */
  readonly length?: number;
  /** Parts of a sequence run at 1 − `warp` to 1 + `warp` times its speed, its length kept; at least 0, below 1. */
  readonly warp?: number;
  /** Standard deviation of the factor, 1 on average, that all values of a dimension are multiplied by. */
  readonly scale?: number;
  /** Standard deviation of the noise on each value, as a share of the standard deviation of its dimension in the sequence. */
  readonly jitter?: number;
}

const KINDS = ['length', 'warp', 'scale', 'jitter'] as const;

/** Throws a DataError unless these settings vary something, and examples of this shape are sequences. */
export function checkAugment(augment: SequenceAugment, shape: readonly number[], name: string): void {
  if (shape.length !== 2) {
    throw new DataError(
      `Expected augment only with sequences [steps, dimensions], got it with ${name}, whose examples are ` +
        `[${shape.join(', ')}].`
    );
  }
  for (const kind of KINDS) {
    const value = augment[kind] ?? 0;
    const isShare = kind === 'length' || kind === 'warp';
    if (value >= 0 && value < (isShare ? 1 : Infinity)) continue;
    throw new DataError(
      `Expected augment.${kind} to be a number of at least 0${isShare ? ' and below 1' : ''}, got ${value}.`
    );
  }
  if (KINDS.some(kind => (augment[kind] ?? 0) > 0)) return;
  throw new DataError(`Expected augment to have one of ${KINDS.join(', ')} above 0, got none.`);
}
