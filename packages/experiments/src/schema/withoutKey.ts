import {isPlain, type Plain} from './keyPath.ts';
import {overlap} from './sweepKeys.ts';

/** A sweep as it is written, without what it says about a key; a halving by that key is none any more. */
export function withoutKey(sweep: unknown, key: string): unknown {
  if (!isPlain(sweep)) return sweep;
  const without = (map: unknown): unknown =>
    isPlain(map) ? Object.fromEntries(Object.entries(map).filter(([name]) => !overlap(name, key))) : map;
  const {zip, list, random, sample, halving, ...grid} = sweep;
  const drawn = without(random);
  // Nothing is left to draw.
  const isDrawn = random === undefined || !isPlain(drawn) || Object.keys(drawn).length > 0;
  return {
    ...(without(grid) as Plain),
    ...(zip !== undefined && {zip: without(zip)}),
    ...(list !== undefined && {list: Array.isArray(list) ? list.map(without) : list}),
    ...(isDrawn && random !== undefined && {random: drawn}),
    ...(isDrawn && sample !== undefined && {sample}),
    ...(halving !== undefined && !(isPlain(halving) && halving.key === key) && {halving})
  };
}
