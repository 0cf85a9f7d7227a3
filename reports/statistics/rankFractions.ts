import {rank} from 'd3-array';

/**
 * Place of each value among all, from 0 (lowest) to 1 (highest); ties share the mean of their places. A lone value,
 * and values that are all equal, lie at 0.5.
 */
export function rankFractions(values: readonly number[]): number[] {
  const below = rank(values);
  const ties = new Map<number, number>();
  for (const place of below) ties.set(place, (ties.get(place) ?? 0) + 1);
  const last = values.length - 1;
  return Array.from(below, place => (last === 0 ? 0.5 : (place + ((ties.get(place) ?? 1) - 1) / 2) / last));
}
