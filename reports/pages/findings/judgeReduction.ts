import {largestReduction, reductionsOf, type Reduction} from '../../quantities/reductions.ts';
import {estimateText, numberText} from '../../quantities/quantityText.ts';
import type {RunRecord} from '../../records/runRecord.ts';
import {LEAST_SEEDS} from '../../tables/claims/claim.ts';
import type {Comparison} from './findingSchema.ts';
import {FEW_SEEDS} from './judgeRange.ts';
import type {Outcome} from './outcome.ts';

export type ReductionClaim = NonNullable<Comparison['reduction']>;

/** Is a network at least `times` times smaller within the margin? Judged at milestones alone. */
export function judgeReduction(
  runs: readonly RunRecord[],
  claim: ReductionClaim,
  times: number
): Omit<Outcome, 'claim'> {
  const reductions = reductionsOf(runs, claim);
  const found = reductionText(largestReduction(reductions, claim.within), claim);
  const small = reductions.filter(one => one.times.value >= times);
  if (small.length === 0)
    return {verdict: 'not decidable here', found, why: `no milestone is ${numberText(times, {unit: 'times'})} smaller`};
  if (small.some(({loss}) => loss.n < LEAST_SEEDS)) return {verdict: 'not decidable here', found, why: FEW_SEEDS};
  if (small.some(({loss}) => (loss.high ?? Infinity) <= claim.within)) return {verdict: 'confirmed', found};
  if (small.every(({loss}) => (loss.low ?? -Infinity) > claim.within)) return {verdict: 'contradicted', found};
  return {verdict: 'not decidable here', found, why: 'the interval of the loss lies on both sides of the margin'};
}

function reductionText(best: Reduction | undefined, {within}: ReductionClaim): string {
  const points = (100 * within).toFixed(1);
  if (!best) return `no milestone within ${points} points`;
  const loss = estimateText(best.loss, {unit: 'share', isDifference: true});
  return `largest within ${points} points: ${estimateText(best.times, {unit: 'times'})}, loss ${loss}, n = ${best.loss.n}`;
}
