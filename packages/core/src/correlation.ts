import {mean, sampleRankCorrelation} from 'simple-statistics';
import type {UnitRange} from './graph/structure.ts';
import {normalizeScores, type Normalization} from './normalize.ts';
import {createRandom} from './random.ts';

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
  const normalized = new Map(
    Object.values(NORMALIZATION).map(normalization => [normalization, normalizeScores(scores, groups, normalization)])
  );
  const ownRows = groups.map(({first, size}) => Array.from({length: size}, (_, i) => first + i));
  const allRows = ownRows.flat();
  const measure = (name: Measure, rows: readonly (readonly number[])[]): number | null =>
    name === 'perLayer'
      ? perLayer(rows.map(units => spearman(at(target, units), at(scores, units))))
      : spearman(at(target, rows.flat()), at(normalized.get(NORMALIZATION[name])!, rows.flat()));
  const values = byMeasure(name => measure(name, name === 'perLayer' ? ownRows : [allRows]));
  const intervals = byMeasure((name): Interval | null => {
    if (values[name] === null) return null;
    const strata = name === 'perLayer' ? ownRows : [allRows];
    const random = createRandom(`${seed}/bootstrap/${name}`);
    const draws = Array.from({length: resamples}, () =>
      measure(
        name,
        strata.map(units => resample(units, random.uniform))
      )
    );
    return interval(draws.filter(draw => draw !== null));
  });
  const layers = groups.map(({name}, i) => ({
    group: name,
    rho: spearman(at(target, ownRows[i]!), at(scores, ownRows[i]!))
  }));
  return {...values, intervals, layers};
}

function byMeasure<T>(compute: (name: Measure) => T): Record<Measure, T> {
  return Object.fromEntries(MEASURES.map(name => [name, compute(name)])) as Record<Measure, T>;
}

function perLayer(rhos: readonly (number | null)[]): number | null {
  const known = rhos.filter(rho => rho !== null);
  return known.length > 0 ? mean(known) : null;
}

function at(values: Float64Array, units: readonly number[]): number[] {
  return units.map(unit => values[unit]!);
}

function resample(units: readonly number[], uniform: () => number): number[] {
  return units.map(() => units[Math.floor(uniform() * units.length)]!);
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
  return sampleRankCorrelation([...a], [...b]);
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
  return byMeasure(name => perLayer(rows.map(row => row[name])));
}
