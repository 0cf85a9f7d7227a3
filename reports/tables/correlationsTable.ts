import type {Reference} from '@espalier/experiments/reference';
import {compareCriteria} from '../figures/seriesStyles.ts';
import {bySeed} from '../records/bySeed.ts';
import {MEASURE_NAMES, type CorrelationRow, type Measure} from '../records/correlationRow.ts';
import {seedWords} from '../records/describeRuns.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import {PAPER, RECALLED} from './paperNumbers.ts';
import {toQuantity} from './toQuantity.ts';
import {NONE, type Column, type Table} from './table.ts';

export interface CorrelationsTableOptions {
  /** Of one or several subjects; each row names its own. */
  readonly correlations: readonly CorrelationRow[];
  readonly measures: readonly Measure[];
  /** What is shown beside. @default the paper's table 1 */
  readonly reference?: Reference;
  readonly command: string;
}

const quantity = (header: string): Column => ({header, kind: 'quantity'});

/** Correlation with the oracle by criterion and way of ranking, a column a subject, the paper's beside. */
export function correlationsTable(options: CorrelationsTableOptions): Table {
  const {correlations, measures, reference = PAPER, command} = options;
  const papers = reference.subjects.filter(({spearman}) => spearman);
  const subjects = [...new Set(correlations.map(({subject = 'network'}) => subject))];
  const criteria = [...new Set(correlations.map(({criterion}) => criterion))].sort(compareCriteria);
  const seeds = [...new Set(correlations.map(({seed}) => seed))].sort((a, b) => a - b);
  const title = 'Spearman correlation with the oracle, by network and data';
  const estimate = (subject: string, criterion: string, measure: Measure) => {
    const own = correlations.filter(row => (row.subject ?? 'network') === subject && row.criterion === criterion);
    return toQuantity(meanInterval(bySeed(own, row => row[measure]).values()));
  };
  return {
    name: 'correlations',
    title,
    caption:
      `${title}: mean and 95 % t interval over seeds. Per layer: ranked within each layer, then the mean over layers; all ` +
      `layers: one ranking, after the normalization named. Paper: ${reference.source}, on its own networks and data, so ` +
      `numbers of other networks are to be compared in their order, not in their size. ${RECALLED.words} ` +
      `${seedWords(seeds)} (n = ${seeds.length}). Made by \`${command}\`.`,
    columns: [
      {header: 'units ranked', kind: 'text'},
      {header: 'criterion', kind: 'text'},
      ...subjects.map(quantity),
      ...papers.map(({subject}) => quantity(`paper: ${subject}`))
    ],
    rows: measures.flatMap(measure =>
      criteria.map(criterion => [
        MEASURE_NAMES[measure],
        criterion,
        ...subjects.map(subject => estimate(subject, criterion, measure)),
        ...papers.map(({spearman, recalled = []}) => {
          const value = spearman?.[criterion]?.[measure];
          return value === undefined ? NONE : {value, ...(recalled.includes(criterion) && {mark: RECALLED.mark})};
        })
      ])
    )
  };
}
