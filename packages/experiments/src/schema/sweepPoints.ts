import {canonicalJson} from '../runs/canonicalJson.ts';
import {draw} from './draw.ts';
import {seededRandom, type Random} from './random.ts';
import type {Point, Sweep} from './sweep.ts';

/**
 * All points of a sweep in a fixed order: the first key of the grid varies slowest, then come zipped keys, listed points and
 * draws. What comes out equal is one point.
 */
export function sweepPoints({grid, zip, list, random, sample, seed}: Sweep): readonly Point[] {
  const axes = Object.entries(grid).map(([key, values]) => values.map((value): Point => ({[key]: value})));
  const points = different([...axes, zipped(zip), list].reduce(cross, [{}]));
  if (sample === undefined) return points;
  const next = seededRandom(seed);
  const drawn = Object.entries(random);
  if (drawn.length === 0) return pick(points, sample, next);
  const draws = Array.from({length: sample}, (): Point =>
    Object.fromEntries(drawn.map(([key, entry]) => [key, draw(key, entry, next)]))
  );
  return different(cross(points, draws));
}

function cross(left: readonly Point[], right: readonly Point[]): readonly Point[] {
  return left.flatMap(point => right.map(other => ({...point, ...other})));
}

function zipped(zip: Sweep['zip']): readonly Point[] {
  const columns = Object.entries(zip);
  const length = columns[0]?.[1].length ?? 1;
  return Array.from({length}, (_, i) => Object.fromEntries(columns.map(([key, values]) => [key, values[i]])));
}

function different(points: readonly Point[]): readonly Point[] {
  const seen = new Set<string>();
  return points.filter(point => {
    const text = canonicalJson(point);
    return !seen.has(text) && seen.add(text);
  });
}

/** `count` of the points, in their order. */
function pick(points: readonly Point[], count: number, next: Random): readonly Point[] {
  const keyed = points.map((point, index) => ({point, index, key: next()})).sort((a, b) => a.key - b.key);
  return keyed
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({point}) => point);
}
