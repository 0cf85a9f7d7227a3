import {greatest} from 'd3-array';
import {meanInterval} from '../../statistics/meanInterval.ts';
import {pairedDifference} from '../../statistics/pairedDifference.ts';
import {cellText} from '../cellText.ts';
import type {Column, Quantity} from '../table.ts';
import {LEAST_SEEDS, type Finding, type Verdict} from './claim.ts';

export interface HighestOptions {
  /** The criterion that is said to be best. */
  readonly best: string;
  /** Of each criterion, what was measured for each seed. */
  readonly values: ReadonlyMap<string, ReadonlyMap<number, number>>;
  readonly percent?: boolean;
}

/**
 * Is one criterion higher than every other? Confirmed when each paired difference over seeds has its 95 % interval
 * above 0; contradicted when some rival's lies below 0 even after Bonferroni's correction for having looked at all.
 */
export function judgeHighest({best, values, percent = false}: HighestOptions): Omit<Finding, 'claim'> {
  const own = values.get(best) ?? new Map<number, number>();
  const rivals = [...values].filter(([name, other]) => name !== best && other.size > 0);
  if (own.size === 0 || rivals.length === 0)
    return {found: `${best} and a rival: not both measured`, verdict: 'not decidable here'};
  const show = (quantity: Quantity | undefined, signed = false) => text(quantity, percent, signed);
  // The rival that stands most in the way: where its difference may still lie decides the verdict.
  const [name, nearest] = greatest(rivals, ([, other]) => -lowestDifference(own, other)) ?? [best, own];
  const difference = pairedDifference(own, nearest);
  const found =
    `${best} ${show(spread(own))}; ${rivals.length > 1 ? `closest of the ${rivals.length} others: ` : ''}${name} ${show(spread(nearest))}; ` +
    `difference ${show(difference && {value: difference.value, low: difference.low, high: difference.high}, true)}, ` +
    `n = ${difference?.n ?? 0}`;
  return {
    found,
    verdict: decide(
      own,
      rivals.map(([, other]) => other)
    )
  };
}

type BySeed = ReadonlyMap<number, number>;

/** Lower end of the paired difference's interval, or the difference itself where one seed gives no interval. */
function lowestDifference(own: BySeed, other: BySeed): number {
  const difference = pairedDifference(own, other);
  return difference?.low ?? difference?.value ?? Infinity;
}

function decide(own: BySeed, rivals: readonly BySeed[]): Verdict {
  const differences = rivals.map(other => pairedDifference(own, other));
  const strict = rivals.map(other => pairedDifference(own, other, {level: 1 - 0.05 / rivals.length}));
  const enough = (n: number | undefined) => (n ?? 0) >= LEAST_SEEDS;
  if (strict.some(estimate => enough(estimate?.n) && (estimate?.high ?? 0) < 0)) return 'contradicted';
  if (differences.every(estimate => enough(estimate?.n) && (estimate?.low ?? 0) > 0)) return 'confirmed';
  return 'not decidable here';
}

function spread(values: BySeed): Quantity | undefined {
  const estimate = meanInterval(values.values());
  return estimate && {value: estimate.value, deviation: estimate.deviation};
}

function text(quantity: Quantity | undefined, percent: boolean, signed: boolean): string {
  const column: Column = {header: '', kind: 'quantity', percent, digits: percent ? 1 : signed ? 3 : 2, signed};
  return `${cellText(quantity, column)}${percent && !signed ? ' %' : ''}`;
}
