import type {Halving} from '../../../schema/halving.ts';

/**
 * How many candidates reach each rung: all, then 1/eta of those before, and at least one. Asynchronous halving may let more
 * go on, as it does not wait for a rung to fill.
 */
export function rungSizes(candidates: number, {values, eta}: Pick<Halving, 'values' | 'eta'>): readonly number[] {
  return values
    .slice(1)
    .reduce<readonly number[]>((sizes, _value) => [...sizes, intoNext(sizes.at(-1) ?? 0, eta)], [candidates]);
}

/** Of `size` entries of a rung, how many go on to the next one. */
export function intoNext(size: number, eta: number): number {
  return Math.max(1, Math.floor(size / eta));
}
