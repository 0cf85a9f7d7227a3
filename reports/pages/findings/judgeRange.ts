import {numberText} from '../../quantities/quantityText.ts';
import {estimateText} from '../../quantities/quantityText.ts';
import type {Estimated} from '../../quantities/estimateQuantity.ts';
import {LEAST_SEEDS} from '../../tables/claims/claim.ts';
import type {Expected} from './findingSchema.ts';
import type {Outcome} from './outcome.ts';

export const FEW_SEEDS = `fewer than ${LEAST_SEEDS} seeds`;

/** Does a quantity lie where a claim says? By its whole 95 % interval over seeds. */
export function judgeRange({estimate, unit, isDifference}: Estimated, expected: Expected): Omit<Outcome, 'claim'> {
  const show = (value: number) => numberText(value, {unit, isDifference});
  const claimed = rangeText(expected, show);
  if (!estimate) return {verdict: 'not decidable here', found: 'not measured', why: 'not measured'};
  const {n, low, high} = estimate;
  const found = `${estimateText(estimate, {unit, isDifference})}, n = ${n}; claimed: ${claimed}`;
  if (n < LEAST_SEEDS || low === undefined || high === undefined)
    return {verdict: 'not decidable here', found, why: FEW_SEEDS};
  const [from, to] = expected.between ?? [expected.above ?? -Infinity, expected.below ?? Infinity];
  const isStrict = expected.between === undefined;
  if (isStrict ? low > from && high < to : low >= from && high <= to) return {verdict: 'confirmed', found};
  if (high < from || low > to) return {verdict: 'contradicted', found};
  return {verdict: 'not decidable here', found, why: 'the interval lies on both sides of what is claimed'};
}

function rangeText({above, below, between}: Expected, show: (value: number) => string): string {
  if (between) return `between ${show(between[0])} and ${show(between[1])}`;
  return above === undefined ? `below ${show(below ?? NaN)}` : `above ${show(above)}`;
}
