import {compareCriteria} from '../figures/seriesStyles.ts';
import {measureBySeed} from '../quantities/measureBySeed.ts';
import type {MetricName} from '../quantities/metricNames.ts';
import {milestoneTargets, targetText} from '../quantities/milestoneTargets.ts';
import type {Place} from '../quantities/quantitySchema.ts';
import {columnOf} from '../quantities/quantityText.ts';
import {engineWords} from '../records/engineWords.ts';
import {groupRuns} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {subjectOf} from '../records/subjectOf.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import type {Table} from './table.ts';
import {toQuantity} from './toQuantity.ts';

export interface LatencyTableOptions {
  /** Runs of one or several subjects. */
  readonly records: readonly RunRecord[];
  readonly command: string;
}

/** Shares of FLOPs and of measured time at each milestone; rows of runs that measured none are left out. */
export function latencyTable({records, command}: LatencyTableOptions): Table {
  const timed = records.filter(({latencies}) => latencies);
  const subjects = [...new Set(timed.map(subjectOf))];
  const batches = [...new Set(timed.map(({latencies}) => latencies?.batch))].join(', ');
  const engines = [...new Set(timed.flatMap(({engine}) => (engine ? [engineWords(engine)] : [])))].join('; ');
  const title = 'Measured time of a pass';
  return {
    name: 'latency',
    title,
    caption:
      `${title} beside FLOPs at each milestone: mean and 95 % t interval over seeds. Batch of ${batches}; ${engines}. ` +
      `Made by \`${command}\`.`,
    columns: [
      {header: 'network and data', kind: 'text'},
      {header: 'criterion', kind: 'text'},
      {header: 'milestone', kind: 'text'},
      columnOf('FLOPs left (%)', {unit: 'share'}),
      columnOf('time left (%)', {unit: 'share'}),
      columnOf('time of a pass (ms)', {unit: 'milliseconds'}),
      columnOf('whole network (ms)', {unit: 'milliseconds'})
    ],
    rows: subjects.flatMap(subject =>
      groupRuns(
        timed.filter(record => subjectOf(record) === subject),
        compareCriteria
      ).flatMap(({label, runs}) =>
        milestoneTargets(runs).map(target => {
          const of = (name: MetricName, at: Place) =>
            toQuantity(
              meanInterval(measureBySeed({of: name, at, where: {}}, {records: runs, correlations: []}).values())
            );
          const whole = of('latency', 'start');
          return [
            subject,
            label,
            targetText(target),
            of('flopsLeft', target),
            of('latencyLeft', target),
            of('latency', target),
            whole
          ];
        })
      )
    )
  };
}
