import type {Criterion} from '../criterion.ts';
import {createRandom} from '../random.ts';

/** The half that an example belongs to, by its index. */
export type HalfOf = (index: number) => 0 | 1;

/** Deals examples into two halves of equal size by chance, the same for the same seed. */
export function drawHalves(size: number, seed: number): HalfOf {
  const halves = new Uint8Array(size);
  for (const [place, index] of createRandom(`${seed}/halves`).permutation(size).entries()) halves[index] = place % 2;
  return index => halves[index] as 0 | 1;
}

/** Scores of both halves of the examples, one number a unit. */
export interface Halves {
  /** Different examples in both together. */
  readonly examples: number;
  readonly scores: readonly [Float64Array, Float64Array];
}

/**
 * Whether other examples could give other scores that can be told: not of what looks at weights alone, nor of curvature by
 * weight, which is summed over all examples at once.
 */
export function hasHalves({perExample, needs}: Criterion): boolean {
  return perExample !== undefined && !needs.includes('kernelCurvature');
}
