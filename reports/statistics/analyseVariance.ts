import {mean, sum} from 'd3-array';
import {fTail} from './fTail.ts';

/** One measurement of a factorial experiment. */
export interface Observation {
  /** The level of each factor, in the order of factors. */
  readonly levels: readonly string[];
  /** What was measured together, such as runs from one seed; none where measurements of a cell are independent. */
  readonly block?: string;
  readonly value: number;
}

/** A source of variance. F and p are of main effects and interactions. */
export interface VarianceSource {
  /** Places of the factors that interact; empty for blocks and the residual. */
  readonly factors: readonly number[];
  readonly kind: 'effect' | 'block' | 'residual';
  readonly squares: number;
  readonly degrees: number;
  /** Of all squares (η²). */
  readonly share: number;
  readonly f?: number;
  readonly p?: number;
}

/**
 * Analysis of variance of a balanced factorial experiment: all main effects and interactions, blocks where there are any,
 * and the residual, against which effects are tested (with blocks, their interactions with the effects). Factors of one
 * level are passed over.
 *
 * Throws where a combination of levels, or with blocks one of them in a block, was not measured as often as the others.
 */
export function analyseVariance(observations: readonly Observation[]): VarianceSource[] {
  checkBalance(observations);
  const factors = [...(observations[0]?.levels.keys() ?? [])].filter(i => levelsOf(observations, i) > 1);
  const grand = mean(observations, ({value}) => value) ?? NaN;
  const total = sum(observations, ({value}) => (value - grand) ** 2);
  const sets = subsets(factors);
  const effects = sets.map(set => ({
    factors: set,
    squares: squaresOf(observations, set),
    degrees: set.reduce((product, i) => product * (levelsOf(observations, i) - 1), 1)
  }));
  const blocks = new Set(observations.map(({block}) => block)).size;
  const blockMeans = meansBy(observations, ({block}) => block ?? '');
  const blockSquares = sum(observations, ({block}) => (blockMeans.get(block ?? '')! - grand) ** 2);
  const squares = total - sum(effects, one => one.squares) - blockSquares;
  const degrees = observations.length - blocks - sum(effects, one => one.degrees);
  const rest = {factors: [], share: squares / total, squares, degrees};
  return [
    ...effects.map((one): VarianceSource => ({...one, kind: 'effect', share: one.squares / total, ...test(one, rest)})),
    ...(blocks > 1
      ? [{factors: [], kind: 'block' as const, squares: blockSquares, degrees: blocks - 1, share: blockSquares / total}]
      : []),
    {...rest, kind: 'residual'}
  ];
}

type Part = Pick<VarianceSource, 'squares' | 'degrees'>;

function test(effect: Part, residual: Part): {f: number; p: number} | undefined {
  if (residual.degrees < 1 || !(residual.squares > 0)) return undefined;
  const f = effect.squares / effect.degrees / (residual.squares / residual.degrees);
  return {f, p: fTail(f, effect.degrees, residual.degrees)};
}

/** What a set of factors does beyond all smaller sets: means of cells, less what those say already. */
function squaresOf(observations: readonly Observation[], set: readonly number[]): number {
  const parts = [[], ...subsets(set)].map(part => {
    const key = ({levels}: Observation) => JSON.stringify(part.map(i => levels[i]));
    const means = meansBy(observations, key);
    return {sign: (set.length - part.length) % 2 === 0 ? 1 : -1, of: (one: Observation) => means.get(key(one))!};
  });
  return sum(observations, one => sum(parts, ({sign, of}) => sign * of(one)) ** 2);
}

function meansBy(observations: readonly Observation[], key: (one: Observation) => string): Map<string, number> {
  const groups = new Map<string, number[]>();
  for (const one of observations) groups.set(key(one), [...(groups.get(key(one)) ?? []), one.value]);
  return new Map([...groups].map(([name, values]) => [name, mean(values)!]));
}

/** All subsets but the empty one: smaller ones first. */
function subsets(factors: readonly number[]): number[][] {
  const all = factors.reduce<number[][]>((sets, factor) => [...sets, ...sets.map(set => [...set, factor])], [[]]);
  return all.filter(set => set.length > 0).toSorted((a, b) => a.length - b.length || compare(a, b));
}

function compare(a: readonly number[], b: readonly number[]): number {
  const at = a.findIndex((one, i) => one !== b[i]);
  return at < 0 ? 0 : a[at]! - b[at]!;
}

function levelsOf(observations: readonly Observation[], factor: number): number {
  return new Set(observations.map(({levels}) => levels[factor])).size;
}

function checkBalance(observations: readonly Observation[]): void {
  const counts = new Map<string, number>();
  for (const {levels, block} of observations) {
    const cell = [...levels, ...(block === undefined ? [] : [block])].join(', ');
    counts.set(cell, (counts.get(cell) ?? 0) + 1);
  }
  const factors = observations[0]?.levels.map((_level, i) => levelsOf(observations, i)) ?? [];
  const blocks = new Set(observations.map(({block}) => block)).size;
  const cells = factors.reduce((product, count) => product * count, blocks);
  const different = [...new Set(counts.values())];
  if (counts.size === cells && different.length === 1) return;
  const [rarest] = [...counts].toSorted((a, b) => a[1] - b[1]);
  throw new Error(
    counts.size < cells
      ? `Expected every one of ${cells} combinations to be measured, got ${counts.size}.`
      : `Expected combinations to be measured equally often, got ${different.join(' and ')} times (${rarest?.[0]}).`
  );
}
