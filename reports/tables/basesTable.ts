import {compareCriteria} from '../figures/seriesStyles.ts';
import {measureBySeed} from '../quantities/measureBySeed.ts';
import {metricOf, type Quality} from '../quantities/metricNames.ts';
import {milestoneTargets, targetText} from '../quantities/milestoneTargets.ts';
import type {Term} from '../quantities/quantitySchema.ts';
import {columnOf} from '../quantities/quantityText.ts';
import type {MilestoneTarget} from '../records/milestoneSchemas.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns, type Series} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {subjectOf} from '../records/subjectOf.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import {pairedDifference} from '../statistics/pairedDifference.ts';
import type {Cell, Table} from './table.ts';
import {toQuantity} from './toQuantity.ts';

export interface BasesTableOptions {
  /** Runs of one or several subjects. */
  readonly records: readonly RunRecord[];
  readonly metrics: readonly Quality[];
  /** The milestone that is compared; all of them unless told. */
  readonly target?: MilestoneTarget;
  readonly command: string;
}

/** Head alone, whole network, pruned network and both controls, with paired differences to the pruned one. */
export function basesTable({records, metrics, target, command}: BasesTableOptions): Table {
  const subjects = [...new Set(records.map(subjectOf))];
  const title = 'Pruned network beside what it could have been';
  return {
    name: 'bases',
    title,
    caption:
      `${title}: mean and 95 % t interval over seeds; “minus pruned” is the difference to the pruned network, paired by ` +
      `seed. Head alone: a new head on the trunk as it came; whole: all layers trained, before pruning; unpruned: the ` +
      `whole network with as many updates as the pruned one; scratch: the pruned shape from random weights. ` +
      `${subjects.map(subject => describeRuns(records.filter(record => subjectOf(record) === subject))).join(' ')} ` +
      `Made by \`${command}\`.`,
    columns: [
      {header: 'network and data', kind: 'text'},
      {header: 'what', kind: 'text'},
      ...metrics.flatMap(metric => {
        const {words, unit} = metricOf(metric);
        return [
          columnOf(`${words}${unit === 'share' ? ' (%)' : ''}`, {unit}),
          columnOf(`minus pruned${unit === 'share' ? ' (points)' : ''}`, {unit, isDifference: true})
        ];
      }),
      {header: 'n', kind: 'text'}
    ],
    rows: subjects.flatMap(subject => {
      const own = groupRuns(
        records.filter(record => subjectOf(record) === subject),
        compareCriteria
      );
      return own.flatMap(series => rowsOf({series, subject, metrics, target, isOnly: own.length === 1}));
    })
  };
}

interface RowsOptions extends Pick<BasesTableOptions, 'metrics' | 'target'> {
  readonly series: Series;
  readonly subject: string;
  readonly isOnly: boolean;
}

function rowsOf({series, subject, metrics, target, isOnly}: RowsOptions): Cell[][] {
  const targets = target ? [target] : milestoneTargets(series.runs);
  const prefix = isOnly ? '' : `${series.label}: `;
  return targets.flatMap((at, i) => {
    const places: [string, Omit<Term, 'of' | 'where'>][] = [
      ...(i === 0
        ? ([
            ['head alone', {at: 'head'}],
            ['whole, before pruning', {at: 'start'}]
          ] as const)
        : []
      ).map(([name, place]): [string, Omit<Term, 'of' | 'where'>] => [name, place]),
      [`pruned to ${targetText(at)}`, {at}],
      [`unpruned, same updates (${targetText(at)})`, {at, control: 'unpruned'}],
      [`scratch, same shape (${targetText(at)})`, {at, control: 'scratch'}]
    ];
    return places.flatMap(([name, place]) => {
      const of = (metric: Quality, where: Omit<Term, 'of' | 'where'>) =>
        measureBySeed({of: metric, where: {}, ...where}, {records: series.runs, correlations: []});
      const cells = metrics.flatMap(metric => {
        const [values, pruned] = [of(metric, place), of(metric, {at})];
        const isPruned = name.startsWith('pruned');
        return [
          toQuantity(meanInterval(values.values())),
          isPruned ? toQuantity(undefined) : toQuantity(pairedDifference(values, pruned))
        ];
      });
      const n = Math.max(...metrics.map(metric => of(metric, place).size));
      return n > 0 ? [[subject, prefix + name, ...cells, String(n)]] : [];
    });
  });
}
