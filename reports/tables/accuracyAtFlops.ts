import {accuracyOf, type AccuracyName} from '../records/accuracyOf.ts';
import {compareCriteria} from '../figures/seriesStyles.ts';
import {bySeed} from '../records/bySeed.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns, settingsOf, type Series} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {interpolate, sortCurve} from '../statistics/interpolate.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import {pairedDifference} from '../statistics/pairedDifference.ts';
import {NONE, type Column, type Table} from './table.ts';
import {toQuantity} from './toQuantity.ts';

/** Shares of the unpruned network's FLOPs at which criteria are compared. */
export const FLOPS_FRACTIONS = [0.75, 0.5, 0.3] as const;

export interface AccuracyAtFlopsOptions {
  readonly records: readonly RunRecord[];
  /** @default [0.75, 0.5, 0.3] */
  readonly fractions?: readonly number[];
  /** @default 'testAccuracy' */
  readonly accuracy?: AccuracyName;
  readonly command: string;
}

const PERCENT = {kind: 'quantity', digits: 1, percent: true} as const;

const COLUMNS: readonly Column[] = [
  {header: 'FLOPs left', kind: 'text'},
  {header: 'criterion', kind: 'text'},
  {header: 'accuracy (%)', ...PERCENT},
  {header: 'minus random (points)', ...PERCENT, signed: true},
  {header: 'minus weight (points)', ...PERCENT, signed: true},
  {header: 'n', kind: 'text'}
];

/** Accuracy at fixed shares of FLOPs, and the difference to `random` and to `weight` paired by seed. */
export function accuracyAtFlops(options: AccuracyAtFlopsOptions): Table {
  const {records, fractions = FLOPS_FRACTIONS, accuracy = 'testAccuracy', command} = options;
  const series = groupRuns(records, compareCriteria);
  const words = accuracy === 'testAccuracy' ? 'Test accuracy' : 'Validation accuracy';
  const title = `${words} at fixed shares of FLOPs`;
  return {
    name: 'accuracy-at-flops',
    title,
    caption:
      `${title}, linear between measured points: mean and 95 % t interval over seeds, and differences paired by seed ` +
      `(no interval where one seed alone goes so far). ${describeRuns(records)} Made by \`${command}\`.`,
    columns: COLUMNS,
    rows: fractions.flatMap(fraction => rowsAt(series, fraction, accuracy))
  };
}

/** Accuracy of each seed's run where `fraction` of its FLOPs is left; runs that did not go so far are left out. */
export function accuracyBySeed(
  runs: readonly RunRecord[],
  fraction: number,
  accuracy: AccuracyName
): Map<number, number> {
  return bySeed(runs, ({curve}) => {
    const start = curve[0]?.flops ?? 0;
    const points = curve.map(point => ({x: point.flops, y: accuracyOf(point, accuracy) ?? NaN}));
    return interpolate(sortCurve(points), fraction * start);
  });
}

function rowsAt(series: readonly Series[], fraction: number, accuracy: AccuracyName) {
  const values = new Map(series.map(({label, runs}) => [label, accuracyBySeed(runs, fraction, accuracy)]));
  return series.map(one => {
    const {label, criterion} = one;
    const own = values.get(label) ?? new Map<number, number>();
    // Of several settings, a series is compared with the baseline under the same ones.
    const less = (baseline: string) => {
      const other = values.get(baseline + settingsOf(one)) ?? values.get(baseline);
      return criterion === baseline || !other ? NONE : toQuantity(pairedDifference(own, other));
    };
    const estimate = meanInterval(own.values());
    return [percent(fraction), label, toQuantity(estimate), less('random'), less('weight'), String(own.size)];
  });
}

function percent(fraction: number): string {
  return `${Math.round(1000 * fraction) / 10} %`;
}
