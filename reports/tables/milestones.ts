import {compareCriteria} from '../figures/seriesStyles.ts';
import {measureBySeed} from '../quantities/measureBySeed.ts';
import {metricOf, type Quality} from '../quantities/metricNames.ts';
import {milestoneTargets, targetText} from '../quantities/milestoneTargets.ts';
import {columnOf} from '../quantities/quantityText.ts';
import type {Term} from '../quantities/quantitySchema.ts';
import type {MilestoneTarget} from '../records/milestoneSchemas.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns, settingsOf, type Series} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import {pairedDifference} from '../statistics/pairedDifference.ts';
import {capital} from './capital.ts';
import {toQuantity} from './toQuantity.ts';
import {NONE, type Cell, type Column, type Table} from './table.ts';

export interface MilestonesTableOptions {
  /** Runs of one subject. */
  readonly records: readonly RunRecord[];
  readonly metric: Quality;
  /** The criterion that others are compared with. */
  readonly baseline: string;
  readonly command: string;
}

/** A metric at each milestone, with paired differences to a baseline, to both controls and to the whole network. */
export function milestonesTable({records, metric, baseline, command}: MilestonesTableOptions): Table {
  const {words, unit} = metricOf(metric);
  const series = groupRuns(records, compareCriteria);
  const title = `${capital(words)} at milestones`;
  const suffix = unit === 'share' ? ' (%)' : '';
  const less = (what: string): Column =>
    columnOf(`minus ${what}${unit === 'share' ? ' (points)' : ''}`, {unit, isDifference: true});
  return {
    name: `milestones-${metric}`,
    title,
    caption:
      `${title}, after fine-tuning a copy of the pruned network there: mean and 95 % t interval over seeds, and ` +
      `differences paired by seed. Unpruned: the whole network with equally many updates; scratch: the milestone’s shape ` +
      `trained from random weights with the updates of training, pruning and milestone together; before: the whole ` +
      `network before pruning. ${describeRuns(records)} Made by \`${command}\`.`,
    columns: [
      {header: 'milestone', kind: 'text'},
      {header: 'criterion', kind: 'text'},
      columnOf('FLOPs left (%)', {unit: 'share'}),
      columnOf(`${words}${suffix}`, {unit}),
      ...[baseline, 'unpruned', 'scratch', 'before'].map(less),
      {header: 'n', kind: 'text'}
    ],
    rows: milestoneTargets(records).flatMap(target => rowsAt({series, target, metric, baseline}))
  };
}

interface RowsOptions extends Pick<MilestonesTableOptions, 'metric' | 'baseline'> {
  readonly series: readonly Series[];
  readonly target: MilestoneTarget;
}

function rowsAt({series, target, metric, baseline}: RowsOptions): Cell[][] {
  return series.flatMap(one => {
    const {label, criterion, runs} = one;
    const of = (from: Series, term: Partial<Term>) =>
      measureBySeed({of: metric, at: target, where: {}, ...term}, {records: from.runs, correlations: []});
    const own = of(one, {});
    if (own.size === 0) return [];
    const rival =
      series.find(other => other.criterion === baseline && settingsOf(other) === settingsOf(one)) ??
      series.find(other => other.criterion === baseline);
    const others = [
      rival && criterion !== baseline ? of(rival, {}) : new Map<number, number>(),
      of(one, {control: 'unpruned'}),
      of(one, {control: 'scratch'}),
      of(one, {at: 'start'})
    ];
    const left = measureBySeed({of: 'flopsLeft', at: target, where: {}}, {records: runs, correlations: []});
    return [
      [
        targetText(target),
        label,
        toQuantity(meanInterval(left.values())),
        toQuantity(meanInterval(own.values())),
        ...others.map(other => (other.size > 0 ? toQuantity(pairedDifference(own, other)) : NONE)),
        String(own.size)
      ]
    ];
  });
}
