import {varianceOf, type VarianceOptions} from '../../quantities/varianceOf.ts';
import type {RunRecord} from '../../records/runRecord.ts';
import {LEAST_SEEDS} from '../../tables/claims/claim.ts';
import {fixed} from '../../tables/formatNumber.ts';
import {probabilityText} from '../../tables/varianceTable.ts';
import {FindingError} from './findingError.ts';
import {FEW_SEEDS} from './judgeRange.ts';
import type {Outcome} from './outcome.ts';

const LEVEL = 0.05;

export interface Effect extends VarianceOptions {
  /** Names of the factors that are said to matter, together where there are several. */
  readonly effect: readonly string[];
}

/** Does a setting, or settings together, change a metric? Beyond chance: p below 5 %. */
export function judgeEffect(records: readonly RunRecord[], {effect, ...options}: Effect): Omit<Outcome, 'claim'> {
  const names = options.factors.map(({name}) => name);
  const source = varianceOf(records, options).find(
    ({kind, factors}) =>
      kind === 'effect' && factors.length === effect.length && factors.every(i => effect.includes(names[i]!))
  );
  if (!source)
    throw new FindingError(
      `Expected effect to name factors that vary (${names.join(', ')}), got ${effect.join(', ')}.`
    );
  const {share, degrees, f, p} = source;
  if (f === undefined || p === undefined) return {verdict: 'not decidable here', found: 'not measured', why: FEW_SEEDS};
  const probability = probabilityText(p);
  const found = `${fixed(100 * share, 1)} % of the variance, F = ${fixed(f, 1)} with ${degrees} degrees of freedom, p ${
    probability.startsWith('<') ? probability : `= ${probability}`
  }`;
  if (new Set(records.map(({seed}) => seed)).size < LEAST_SEEDS)
    return {verdict: 'not decidable here', found, why: FEW_SEEDS};
  return p < LEVEL
    ? {verdict: 'confirmed', found}
    : {verdict: 'not decidable here', found, why: 'chance may do as much'};
}
