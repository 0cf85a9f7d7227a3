import {canonicalJson} from '../runs/canonicalJson.ts';
import type {Sweep} from './sweep.ts';

/** Path to the value, or to the values, that a sweep gives a key. */
export function sweptPlace(
  {grid, zip, random, list, halving}: Sweep,
  key: string,
  value: unknown
): readonly PropertyKey[] {
  if (key in grid) return ['sweep', key];
  if (key in zip) return ['sweep', 'zip', key];
  if (key in random) return ['sweep', 'random', key];
  if (key === halving?.key) return ['sweep', 'halving', 'values'];
  const text = canonicalJson(value);
  return ['sweep', 'list', list.findIndex(point => key in point && canonicalJson(point[key]) === text), key];
}
