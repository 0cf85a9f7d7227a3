import type {Reference, ReferenceSubject} from '@espalier/experiments/reference';
import {MEASURE_NAMES, type Measure} from '../records/correlationRow.ts';
import {PAPER, RECALLED, subjectsFor} from './paperNumbers.ts';
import {criteriaOf, spearman, type SpearmanOptions} from './spearman.ts';
import {NONE, type Column, type Quantity, type Table} from './table.ts';

const COMPARED: readonly Measure[] = ['perLayer', 'allRaw', 'allL2'];

export interface PaperSpearmanOptions extends SpearmanOptions {
  /** What the runs' experiment carries; the paper's table 1 unless given, or where that has no correlations. */
  readonly reference?: Reference;
}

/** Our correlations beside the published ones of the same network, or of others. */
export function paperSpearman({reference = PAPER, ...options}: PaperSpearmanOptions): Table {
  const ours = spearman(options);
  const {source, subjects} = reference.subjects.some(({spearman}) => spearman) ? reference : PAPER;
  const papers = subjectsFor(
    options.subject,
    subjects.filter(({spearman}) => spearman)
  );
  const title = 'Spearman correlation beside the paper’s';
  return {
    name: 'spearman-paper',
    title,
    caption:
      `${title}. Ours: ${options.subject}, mean ± standard deviation over seeds. Paper: ${source}, on its own networks ` +
      `and data, ${papers.map(({subject}) => subject).join(' and ')}, so numbers of other networks are to be compared in ` +
      `their order, not in their size. ${RECALLED.words} Made by \`${options.command}\`.`,
    columns: [
      {header: 'units ranked', kind: 'text'},
      {header: 'criterion', kind: 'text'},
      ...['ours', ...papers.map(({subject}) => `paper: ${subject}`)].map(quantityColumn)
    ],
    rows: COMPARED.flatMap(measure => {
      const column = ours.columns.findIndex(({header}) => header === MEASURE_NAMES[measure]);
      return criteriaOf(options.correlations).map((criterion, i) => [
        MEASURE_NAMES[measure],
        criterion,
        ours.rows[i]?.[column] ?? NONE,
        ...papers.map(paper => paperCell(paper, criterion, measure))
      ]);
    })
  };
}

function quantityColumn(header: string): Column {
  return {header, kind: 'quantity'};
}

function paperCell({spearman, recalled = []}: ReferenceSubject, criterion: string, measure: Measure): Quantity {
  const value = spearman?.[criterion]?.[measure];
  return value === undefined ? NONE : {value, ...(recalled.includes(criterion) && {mark: RECALLED.mark})};
}
