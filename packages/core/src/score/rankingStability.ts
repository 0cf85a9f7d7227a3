import {mean} from 'simple-statistics';
import {spearman} from '../correlation.ts';
import type {UnitRange} from '../graph/structure.ts';
import {normalizeScores, type Normalization} from '../normalize.ts';
import type {Halves} from './halves.ts';

/**
 * How alike a criterion ranks units on other examples of the same kind and number: Spearman's ρ between the rankings by two
 * halves of the examples, stepped up to all of them (Spearman 1910, Brown 1910: 2ρ / (1 + ρ)). 1 is the same ranking, 0 is
 * chance. Null where a half gives all units the same score.
 */
export interface RankingStability {
  /** Different examples that were scored. */
  readonly examples: number;
  /** Over all units, as they are ranked: normalised by layer. */
  readonly all: number | null;
  /** Mean over layers. */
  readonly perLayer: number | null;
  readonly layers: readonly {readonly group: string; readonly rho: number | null}[];
}

/** A ranking below this, over all units, is called unstable (reports/findings/small-data tells why). */
export const STABLE = 0.9;

export function rankingStability(
  {examples, scores}: Halves,
  groups: readonly UnitRange[],
  normalization: Normalization
): RankingStability {
  const [first, second] = scores.map(half => [...normalizeScores(half, groups, normalization)]) as [number[], number[]];
  const layers = groups.map(({name, first: from, size}) => {
    const units = (half: readonly number[]) => half.slice(from, from + size);
    return {group: name, rho: stepUp(spearman(units(first), units(second)))};
  });
  const known = layers.flatMap(({rho}) => (rho === null ? [] : [rho]));
  return {
    examples,
    all: stepUp(spearman(first, second)),
    perLayer: known.length > 0 ? mean(known) : null,
    layers
  };
}

/** What halves come to at full length. No formula is for rankings that contradict each other: those stay as they are. */
function stepUp(rho: number | null): number | null {
  return rho === null || rho <= 0 ? rho : (2 * rho) / (1 + rho);
}

/** Whether a ranking is to be warned of. */
export function isUnstable({all}: Pick<RankingStability, 'all'>): boolean {
  return all !== null && all < STABLE;
}

/**
 * How many examples would make a ranking stable, by the same formula the other way round and to two digits; undefined where
 * it is no better than chance, so that nothing follows for more of them.
 */
export function examplesForStability({examples, all}: RankingStability, wanted = STABLE): number | undefined {
  if (all === null || all <= 0) return undefined;
  const needed = (examples * wanted * (1 - all)) / (all * (1 - wanted));
  const digit = 10 ** Math.max(0, Math.floor(Math.log10(Math.max(1, needed))) - 1);
  return Math.ceil(needed / digit - 1e-9) * digit;
}
