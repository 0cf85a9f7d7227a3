import {compareCriteria} from '../figures/seriesStyles.ts';
import {metricOf, type Quality} from '../quantities/metricNames.ts';
import {columnOf} from '../quantities/quantityText.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns} from '../records/groupRuns.ts';
import {RecordError} from '../records/recordError.ts';
import type {RunRecord, RunResult} from '../records/runRecord.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import type {Cell, Column, Table} from './table.ts';
import {toQuantity} from './toQuantity.ts';

export interface StoppedTableOptions {
  /** Runs of one subject. */
  readonly records: readonly RunRecord[];
  readonly command: string;
}

type Stopped = NonNullable<RunResult['stopped']>;

const POINTS = {unit: 'share', isDifference: true} as const;

/** Of each series that a drop of quality could end: how far it went, what was promised, and what test examples say of it. */
export function stoppedTable({records, command}: StoppedTableOptions): Table {
  const stopped = records.filter(({result}) => result.stopped !== undefined);
  if (stopped.length === 0) throw new RecordError('Expected runs that prune.until.maxDrop may end, got none.');
  const title = 'Where the bound on a drop ended pruning';
  return {
    name: 'stopped',
    title,
    caption:
      `${title}: the last network whose drop of the metric since the unpruned network is, by validation examples, within the ` +
      `points that were allowed with one-sided 95 % confidence. Mean and 95 % t interval over seeds of the units left, of the ` +
      `drop that validation examples saw and its bound, and of the drop that test examples saw, which had no say; kept: runs ` +
      `whose own test examples saw no larger drop than was allowed. ${describeRuns(stopped)} Made by \`${command}\`.`,
    columns: [
      {header: 'criterion and rule', kind: 'text'},
      {header: 'allowed', kind: 'text'},
      columnOf('units left (%)', {unit: 'share'}),
      ...['validation drop', 'its bound', 'test drop'].map((what): Column => columnOf(`${what} (points)`, POINTS)),
      {header: 'kept', kind: 'text'}
    ],
    rows: groupRuns(stopped, compareCriteria).map(({label, runs}) => rowOf(label, runs))
  };
}

function rowOf(label: string, runs: readonly RunRecord[]): Cell[] {
  const told = runs.map(({result}) => ({result, stopped: result.stopped!}));
  const [{stopped: first}] = told as [(typeof told)[number]];
  const testDrops = told.map(({result, stopped}) => testDrop(result, stopped));
  const kept = testDrops.filter(drop => drop <= first.points / 100).length;
  return [
    label,
    `${first.points} points of ${metricOf(testMetric(first)).words.replace('test ', '')}`,
    toQuantity(meanInterval(told.map(({result}) => (result.after?.units ?? NaN) / (result.before?.units ?? NaN)))),
    toQuantity(meanInterval(told.map(({stopped}) => stopped.kept.drop / 100))),
    toQuantity(meanInterval(told.map(({stopped}) => stopped.kept.bound / 100))),
    toQuantity(meanInterval(testDrops)),
    `${kept} of ${runs.length}`
  ];
}

/** A share, as the same metric of the test examples tells it; NaN where it was not measured. */
function testDrop({before, after}: RunResult, stopped: Stopped): number {
  const key = testMetric(stopped);
  return Number(before?.[key] ?? NaN) - Number(after?.[key] ?? NaN);
}

function testMetric({metric}: Stopped): Quality {
  return metric.replace('validation', 'test') as Quality;
}
