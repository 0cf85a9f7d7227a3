import {fixed, signed} from '../tables/formatNumber.ts';
import type {Column} from '../tables/table.ts';
import type {Estimate} from '../statistics/meanInterval.ts';
import type {Unit} from './metricNames.ts';

const DIGITS: Readonly<Record<Unit, number>> = {
  share: 1,
  points: 1,
  times: 2,
  count: 0,
  megaflops: 2,
  kilobytes: 1,
  milliseconds: 2,
  seconds: 1,
  nats: 3,
  microjoules: 0,
  number: 2
};

const SCALES: Readonly<Partial<Record<Unit, number>>> = {share: 100, points: 100, megaflops: 1e-6, kilobytes: 1e-3};

const SUFFIXES: Readonly<Record<Unit, string>> = {
  share: ' %',
  points: ' points',
  times: ' ×',
  count: '',
  megaflops: ' MFLOPs',
  kilobytes: ' kB',
  milliseconds: ' ms',
  seconds: ' s',
  nats: '',
  microjoules: ' µJ',
  number: ''
};

export interface UnitOptions {
  readonly unit: Unit;
  readonly isDifference?: boolean;
}

/** A number in its unit: `81.8 %`, `+1.3 points`, `2.41 ×`. */
export function numberText(value: number | undefined, {unit, isDifference = false}: UnitOptions): string {
  const suffix = isDifference && unit === 'share' ? ' points' : SUFFIXES[unit];
  return `${bare(value, {unit, isDifference})}${suffix}`;
}

/** Mean and interval: `81.8 % [78.0, 85.5]`; no interval for one seed. */
export function estimateText(estimate: Estimate | undefined, options: UnitOptions): string {
  if (!estimate) return 'not measured';
  const {value, low, high} = estimate;
  const interval = low === undefined ? '' : ` [${bare(low, options)}, ${bare(high, options)}]`;
  return `${numberText(value, options)}${interval}`;
}

function bare(value: number | undefined, {unit, isDifference}: UnitOptions): string {
  const format = isDifference ? signed : fixed;
  return format(value === undefined ? undefined : value * (SCALES[unit] ?? 1), DIGITS[unit]);
}

/** The unit as axes and columns name it, in brackets; nothing for plain numbers. */
export function unitWords(unit: Unit): string {
  const suffix = SUFFIXES[unit].trim();
  return suffix === '' ? '' : ` (${suffix})`;
}

/** What numbers of a unit are multiplied by to be told. */
export function scaleOf(unit: Unit): number {
  return SCALES[unit] ?? 1;
}

/** The column that shows quantities of a unit. */
export function columnOf(header: string, {unit, isDifference = false}: UnitOptions): Column {
  return {
    header,
    kind: 'quantity',
    digits: DIGITS[unit],
    percent: unit === 'share' || unit === 'points',
    signed: isDifference
  };
}
