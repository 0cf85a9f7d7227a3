import type {Reference, ReferenceSubject} from '@espalier/experiments/reference';
import {compareCriteria} from '../figures/seriesStyles.ts';
import {accuracyOf, type AccuracyName} from '../records/accuracyOf.ts';
import {bySeed} from '../records/bySeed.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns, type Series} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import {pairedDifference} from '../statistics/pairedDifference.ts';
import {accuracyBySeed} from './accuracyAtFlops.ts';
import {RECALLED, subjectsFor} from './paperNumbers.ts';
import {NONE, type Cell, type Column, type Table} from './table.ts';
import {toQuantity} from './toQuantity.ts';

export interface PaperAccuracyOptions {
  readonly records: readonly RunRecord[];
  readonly reference: Reference | undefined;
  readonly subject: string;
  /** @default 'testAccuracy' */
  readonly accuracy?: AccuracyName;
  readonly command: string;
}

const PERCENT = {kind: 'quantity', digits: 1, percent: true} as const;

const COLUMNS: readonly Column[] = [
  {header: 'the paper’s network', kind: 'text'},
  {header: 'FLOPs left', kind: 'text'},
  {header: 'paper (%)', ...PERCENT},
  {header: 'paper, minus unpruned (points)', ...PERCENT, signed: true},
  {header: 'our series', kind: 'text'},
  {header: 'ours (%)', ...PERCENT},
  {header: 'ours, minus unpruned (points)', ...PERCENT, signed: true}
];

/**
 * Accuracies that the paper tells, before pruning and at shares of FLOPs, beside those of our runs at the same shares
 * while they are pruned. Undefined where it tells none.
 */
export function paperAccuracy(options: PaperAccuracyOptions): Table | undefined {
  const {records, reference, subject, accuracy = 'testAccuracy', command} = options;
  const series = groupRuns(records, compareCriteria);
  const rows = subjectsFor(subject, reference?.subjects ?? []).flatMap(paper => [
    ...unprunedRow(paper, startOf(records, accuracy)),
    ...(paper.pruned ?? []).flatMap(one => prunedRows(paper.subject, one, {series, accuracy}))
  ]);
  if (!reference || rows.length === 0) return undefined;
  const title = 'Accuracy beside the paper’s';
  return {
    name: 'accuracy-paper',
    title,
    caption:
      `${title}. Paper: ${reference.source}. Ours: mean and 95 % t interval over seeds, while pruning, linear between ` +
      `measured points; n/a where not every run goes so far. ${describeRuns(records)} ${RECALLED.words} ` +
      `Made by \`${command}\`.`,
    columns: COLUMNS,
    rows
  };
}

function unprunedRow({subject, unpruned, measure}: ReferenceSubject, start: ReadonlyMap<number, number>): Cell[][] {
  if (unpruned === undefined) return [];
  return [
    [named(subject, {measure}), '100 %', {value: unpruned}, NONE, 'all', toQuantity(meanInterval(start.values())), NONE]
  ];
}

function startOf(runs: readonly RunRecord[], accuracy: AccuracyName): Map<number, number> {
  return bySeed(runs, ({curve}) => curve[0] && accuracyOf(curve[0], accuracy));
}

interface Own {
  readonly series: readonly Series[];
  readonly accuracy: AccuracyName;
}

type Pruned = NonNullable<ReferenceSubject['pruned']>[number];

function prunedRows(subject: string, one: Pruned, {series, accuracy}: Own): Cell[][] {
  const [before, after] = one.accuracy;
  const fraction = one.gflops[1] / one.gflops[0];
  const mark = one.recalled ? {mark: RECALLED.mark} : {};
  const paper = [
    named(subject, one),
    `${(100 * fraction).toFixed(1)} %`,
    {value: after, ...mark},
    {value: after - before, ...mark}
  ];
  const own = series.filter(({criterion}) => criterion === one.criterion);
  if (own.length === 0) return [[...paper, 'none', NONE, NONE]];
  return own.map(({label, runs}) => {
    const values = accuracyBySeed(runs, fraction, accuracy);
    const all = values.size === runs.length;
    return [
      ...paper,
      label,
      all ? toQuantity(meanInterval(values.values())) : NONE,
      all ? toQuantity(pairedDifference(values, startOf(runs, accuracy))) : NONE
    ];
  });
}

function named(subject: string, {measure, note}: {readonly measure?: string; readonly note?: string}): string {
  return [subject, measure, note].filter(part => part !== undefined).join(', ');
}
