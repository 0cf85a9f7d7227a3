import {compareCriteria} from '../figures/seriesStyles.ts';
import {metricOf} from '../quantities/metricNames.ts';
import {targetText} from '../quantities/milestoneTargets.ts';
import {columnOf} from '../quantities/quantityText.ts';
import {largestReduction, reductionsOf, type ReductionOptions} from '../quantities/reductions.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {subjectOf} from '../records/subjectOf.ts';
import {toQuantity} from './toQuantity.ts';
import {NONE, type Table} from './table.ts';

export interface ReductionTableOptions extends ReductionOptions {
  /** Runs of one or several subjects. */
  readonly records: readonly RunRecord[];
  /** The loss that is let pass, a share: 0.025 is 2.5 points. */
  readonly within: number;
  readonly command: string;
}

const SIZE_WORDS = {flops: 'FLOPs', parameters: 'parameters', units: 'units'} as const;

/** Of each series, the smallest network at a milestone whose mean loss is within the margin. */
export function reductionTable({records, within, command, ...options}: ReductionTableOptions): Table {
  const points = (100 * within).toFixed(1);
  const {words} = metricOf(options.metric);
  const size = SIZE_WORDS[options.of];
  const subjects = [...new Set(records.map(subjectOf))];
  const title = `Largest reduction of ${size} within ${points} points of ${words}`;
  const against =
    options.against === 'start' ? 'the whole network before pruning' : 'the unpruned network with equal updates';
  return {
    name: `reduction-${options.of}`,
    title,
    caption:
      `${title}: the smallest network among the milestones whose mean loss against ${against} is within ${points} ` +
      `points; nothing between milestones is assumed. Mean and 95 % t interval over seeds, the loss paired by seed. ` +
      `${subjects.map(subject => describeRuns(records.filter(record => subjectOf(record) === subject))).join(' ')} ` +
      `Made by \`${command}\`.`,
    columns: [
      ...(subjects.length > 1 ? [{header: 'network and data', kind: 'text'} as const] : []),
      {header: 'criterion', kind: 'text'},
      {header: 'milestone', kind: 'text'},
      columnOf('times smaller', {unit: 'times'}),
      columnOf('loss (points)', {unit: 'share', isDifference: true}),
      {header: 'n', kind: 'text'}
    ],
    rows: subjects.flatMap(subject =>
      groupRuns(
        records.filter(record => subjectOf(record) === subject),
        compareCriteria
      ).map(({label, runs}) => {
        const best = largestReduction(reductionsOf(runs, options), within);
        return [
          ...(subjects.length > 1 ? [subject] : []),
          label,
          best ? targetText(best.target) : 'none',
          best ? toQuantity(best.times) : NONE,
          best ? toQuantity(best.loss) : NONE,
          String(runs.length)
        ];
      })
    )
  };
}
