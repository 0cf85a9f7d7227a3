import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import {pairedDifference} from '../statistics/pairedDifference.ts';
import {RecordError} from '../records/recordError.ts';
import {estimateColumn, type ColumnQuantity} from './columnQuantity.ts';
import {mergeFilters} from './matchRuns.ts';
import {measureBySeed, type Measured} from './measureBySeed.ts';
import {metricOf, type Unit} from './metricNames.ts';
import type {Quantity, Term} from './quantitySchema.ts';

/** A quantity over seeds, with what its numbers are. */
export interface Estimated {
  readonly estimate: Estimate | undefined;
  readonly unit: Unit;
  readonly isDifference: boolean;
}

/** Mean and 95 % t interval over seeds; differences and ratios are paired by seed. */
export function estimateQuantity(quantity: Quantity | ColumnQuantity, measured: Measured): Estimated {
  if (!('column' in quantity)) return estimateOfRuns(quantity, measured);
  if (measured.bench) return estimateColumn(quantity, measured.bench);
  throw new RecordError(`Expected \`bench\` to name the record that has column ${quantity.column}, got none.`);
}

function estimateOfRuns({minus, over, ...term}: Quantity, measured: Measured): Estimated {
  const own = measureBySeed(term, measured);
  const change = minus ?? over;
  const {unit} = metricOf(term.of);
  if (!change) return {estimate: meanInterval(own.values()), unit, isDifference: false};
  const other = measureBySeed(changed(term, change), measured);
  if (minus) return {estimate: pairedDifference(own, other), unit, isDifference: true};
  const ratios = [...own].map(([seed, value]) => value / (other.get(seed) ?? NaN));
  return {estimate: meanInterval(ratios), unit: 'times', isDifference: false};
}

function changed(term: Term, change: NonNullable<Quantity['minus']>): Term {
  const at = change.at ?? term.at;
  const control = change.control ?? (change.at ? undefined : term.control);
  return {of: change.of ?? term.of, at, control, where: mergeFilters(term.where, change.where), mean: term.mean};
}
