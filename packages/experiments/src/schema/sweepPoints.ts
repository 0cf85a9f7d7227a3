import type {Random} from './random.ts';
import {seededRandom} from './random.ts';
import {parseRange, type Point, type Range, type Sweep} from './sweep.ts';

/** All points of a sweep in a fixed order: the file's first key varies slowest, draws come after the grid. */
export function sweepPoints(sweep: Sweep): readonly Point[] {
  const {random, sample, seed, halving: _halving, ...grid} = sweep;
  const points = Object.entries(grid as Record<string, readonly unknown[]>).reduce<readonly Point[]>(
    (left, [key, values]) => left.flatMap(point => values.map(value => ({...point, [key]: value}))),
    [{}]
  );
  if (sample === undefined) return points;
  const next = seededRandom(seed);
  if (random === undefined) return pick(points, sample, next);
  const draws = Array.from({length: sample}, () =>
    Object.fromEntries(Object.entries(random).map(([key, entry]) => [key, draw(parseRange(entry), next)]))
  );
  return points.flatMap(point => draws.map(drawn => ({...point, ...drawn})));
}

/** `count` of the points, in their order. */
function pick(points: readonly Point[], count: number, next: Random): readonly Point[] {
  const keyed = points.map((point, index) => ({point, index, key: next()})).sort((a, b) => a.key - b.key);
  return keyed
    .slice(0, count)
    .sort((a, b) => a.index - b.index)
    .map(({point}) => point);
}

/** Whole bounds on a linear scale draw whole numbers. */
function draw(entry: Range | readonly unknown[], next: Random): unknown {
  const position = next();
  if (!('min' in entry)) return entry[Math.floor(position * entry.length)];
  const {min, max, scale} = entry;
  if (scale === 'log') return Math.exp(Math.log(min) + position * (Math.log(max) - Math.log(min)));
  if (Number.isInteger(min) && Number.isInteger(max)) return min + Math.floor(position * (max - min + 1));
  return min + position * (max - min);
}
