import {mean, sampleRankCorrelation} from 'simple-statistics';
import type {UnitRange} from './graph/structure.ts';
import {normalizeScores, type Normalization} from './normalize.ts';
import {createRandom, type Random} from './random.ts';
import {resampledSpearman} from './resampledSpearman.ts';

/** Lower and upper end of a 95 % interval. */
export type Interval = readonly [number, number];

export type Measure = 'perLayer' | 'allRaw' | 'allL2' | 'allL1' | 'allMinMax';

export const MEASURES: readonly Measure[] = ['perLayer', 'allRaw', 'allL2', 'allL1', 'allMinMax'];

const NORMALIZATION: Readonly<Record<Exclude<Measure, 'perLayer'>, Normalization>> = {
  allRaw: 'none',
  allL2: 'l2',
  allL1: 'l1',
  allMinMax: 'min-max'
};

/** Rank correlations of a criterion with the oracle, in [−1, 1]; null where one side is constant. */
export type Correlation = Readonly<Record<Measure, number | null>> & {
  /** Bootstrap over units. */
  readonly intervals: Readonly<Record<Measure, Interval | null>>;
  readonly layers: readonly {readonly group: string; readonly rho: number | null}[];
};

export interface CorrelateOptions {
  readonly seed?: number;
  readonly resamples?: number;
}

/**
 * Spearman's ρ (Eq. 10, average ranks for ties) of scores with |loss change|: within each group and averaged over the
 * groups, and over all units, raw and after each normalisation. The oracle is never normalised.
 */
export function correlate(
  oracle: Float64Array,
  scores: Float64Array,
  groups: readonly UnitRange[],
  {seed = 0, resamples = 1000}: CorrelateOptions = {}
): Correlation {
  const target = oracle.map(Math.abs);
  const layerRows = groups.map(({first, size}) => Array.from({length: size}, (_, i) => first + i));
  const strata = (name: Measure): Stratum[] => {
    const compared = name === 'perLayer' ? scores : normalizeScores(scores, groups, NORMALIZATION[name]);
    const rows = name === 'perLayer' ? layerRows : [layerRows.flat()];
    return rows.map(units => ({oracle: at(target, units), scores: at(compared, units)}));
  };
  const layers = strata('perLayer').map(({oracle: own, scores: other}, i) => ({
    group: groups[i]!.name,
    rho: spearman(own, other)
  }));
  const values = byMeasure(name => meanOfKnown(strata(name).map(part => spearman(part.oracle, part.scores))));
  const intervals = byMeasure(name =>
    values[name] === null ? null : bootstrap(strata(name), resamples, createRandom(`${seed}/bootstrap/${name}`))
  );
  return {...values, intervals, layers};
}

/** Units that are ranked among themselves. */
interface Stratum {
  readonly oracle: readonly number[];
  readonly scores: readonly number[];
}

/** Percentile interval of the mean ρ over strata, units drawn with replacement within each. */
function bootstrap(strata: readonly Stratum[], resamples: number, random: Random): Interval | null {
  const measures = strata.map(({oracle, scores}) => ({size: oracle.length, rho: resampledSpearman(oracle, scores)}));
  const draws = Array.from({length: resamples}, () =>
    meanOfKnown(measures.map(({size, rho}) => rho(drawCounts(size, random))))
  );
  return interval(draws.filter(draw => draw !== null));
}

function drawCounts(size: number, random: Random): Uint32Array {
  const counts = new Uint32Array(size);
  for (let i = 0; i < size; i++) counts[Math.floor(random.uniform() * size)]!++;
  return counts;
}

function byMeasure<T>(compute: (name: Measure) => T): Record<Measure, T> {
  return Object.fromEntries(MEASURES.map(name => [name, compute(name)])) as Record<Measure, T>;
}

function meanOfKnown(rhos: readonly (number | null)[]): number | null {
  const known = rhos.filter(rho => rho !== null);
  return known.length > 0 ? mean(known) : null;
}

function at(values: Float64Array, units: readonly number[]): number[] {
  return units.map(unit => values[unit]!);
}

function interval(draws: readonly number[]): Interval | null {
  if (draws.length === 0) return null;
  const sorted = [...draws].sort((a, b) => a - b);
  const at = (share: number) =>
    sorted[Math.min(sorted.length - 1, Math.max(0, Math.round(share * (sorted.length - 1))))]!;
  return [at(0.025), at(0.975)];
}

/** Spearman's rank correlation with average ranks for ties; null where either side is constant or has one value. */
export function spearman(a: readonly number[], b: readonly number[]): number | null {
  if (isConstant(a) || isConstant(b)) return null;
  // Rounding may carry a perfect correlation past 1.
  return Math.min(1, Math.max(-1, sampleRankCorrelation([...a], [...b])));
}

function isConstant(values: readonly number[]): boolean {
  return values.every(value => value === values[0]);
}

/**
 * What chance alone gives over all layers: mean ρ of `draws` uniform random scorings under each normalisation. It is
 * not 0: dividing by a layer's norm makes scores of narrow layers large.
 */
export function chanceLevel(
  oracle: Float64Array,
  groups: readonly UnitRange[],
  {seed = 0, draws = 200}: {readonly seed?: number; readonly draws?: number} = {}
): Record<Measure, number | null> {
  const random = createRandom(`${seed}/chance`);
  const rows = Array.from({length: draws}, () => {
    const scores = oracle.map(() => random.uniform());
    return correlate(oracle, scores, groups, {resamples: 0});
  });
  return byMeasure(name => meanOfKnown(rows.map(row => row[name])));
}
