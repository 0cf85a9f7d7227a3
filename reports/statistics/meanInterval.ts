import {deviation, mean} from 'd3-array';
import {tQuantile} from './tQuantile.ts';

/** A mean over seeds. Spread and interval are missing where one value alone was seen. */
export interface Estimate {
  readonly value: number;
  readonly n: number;
  /** Sample standard deviation (n − 1). */
  readonly deviation?: number;
  readonly low?: number;
  readonly high?: number;
}

/**
 * Mean of the finite values with its t-based confidence interval at `level`.
 *
 * Undefined for no values; no spread and no interval for one.
 */
export function meanInterval(
  values: Iterable<number>,
  {level = 0.95}: {readonly level?: number} = {}
): Estimate | undefined {
  const finite = [...values].filter(Number.isFinite);
  const n = finite.length;
  const value = mean(finite);
  if (value === undefined) return undefined;
  const spread = deviation(finite);
  if (spread === undefined) return {value, n};
  const half = (tQuantile((1 + level) / 2, n - 1) * spread) / Math.sqrt(n);
  return {value, n, deviation: spread, low: value - half, high: value + half};
}
