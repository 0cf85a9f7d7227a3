import {metricOf} from '../quantities/metricNames.ts';
import {varianceOf, type VarianceOptions} from '../quantities/varianceOf.ts';
import {describeRuns} from '../records/describeRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import type {VarianceSource} from '../statistics/analyseVariance.ts';
import {capital} from './capital.ts';
import {fixed} from './formatNumber.ts';
import {NONE, type Cell, type Table} from './table.ts';

export interface VarianceTableOptions extends VarianceOptions {
  /** Runs of one subject. */
  readonly records: readonly RunRecord[];
  readonly command: string;
}

/** Main effects and interactions of settings on a metric. */
export function varianceTable({records, command, ...options}: VarianceTableOptions): Table {
  const {words} = metricOf(options.of);
  const title = `What ${words} depends on`;
  return {
    name: `variance-${options.of}`,
    title,
    caption:
      `${title}: analysis of variance with seeds as blocks. Share: of the sum of squares (η²); F and p: against the ` +
      `residual, which holds what seeds and settings do together. p supposes that its spread is the same everywhere. ` +
      `${describeRuns(records)} Made by \`${command}\`.`,
    columns: [
      {header: 'source', kind: 'text'},
      {header: 'share of the variance (%)', kind: 'quantity', digits: 1, percent: true},
      {header: 'degrees of freedom', kind: 'text'},
      {header: 'F', kind: 'quantity', digits: 1},
      {header: 'p', kind: 'text'}
    ],
    rows: varianceOf(records, options).map((source): Cell[] => [
      sourceName(source, options),
      {value: source.share},
      String(source.degrees),
      source.f === undefined ? NONE : {value: source.f},
      source.p === undefined ? '' : probabilityText(source.p)
    ])
  };
}

const OTHERS = {block: 'seeds', residual: 'residual'} as const;

/** `learning rate × λ`. */
export function sourceName({kind, factors}: VarianceSource, options: VarianceOptions): string {
  if (kind !== 'effect') return capital(OTHERS[kind]);
  return capital(factors.map(i => options.factors[i]?.name).join(' × '));
}

/** `< 0.001` below that, where more digits would say nothing. */
export function probabilityText(p: number): string {
  return p < 0.001 ? '< 0.001' : fixed(p, 3);
}
