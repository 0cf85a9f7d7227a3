import {MEASURE_NAMES, type Measure} from '../records/correlationRow.ts';
import {PAPER_SPEARMAN, type PaperColumn} from './paperNumbers.ts';
import {criteriaOf, spearman, type SpearmanOptions} from './spearman.ts';
import {NONE, type Column, type Quantity, type Table} from './table.ts';

const COMPARED: readonly Measure[] = ['perLayer', 'allRaw', 'allL2'];

/** Our correlations beside those that the paper prints for its own, other networks. */
export function paperSpearman(options: SpearmanOptions): Table {
  const ours = spearman(options);
  const title = 'Spearman correlation beside the paper’s';
  return {
    name: 'spearman-paper',
    title,
    caption:
      `${title}. Ours: ${options.subject}, mean ± standard deviation over seeds. Paper: Molchanov et al., ICLR 2017, ` +
      `arXiv:1611.06440, on its own networks and data, ${PAPER_SPEARMAN.map(({subject}) => subject).join(' and ')}, so ` +
      `numbers are to be compared in their order, not in their size. † not checked against the printed table. ` +
      `Made by \`${options.command}\`.`,
    columns: [
      {header: 'units ranked', kind: 'text'},
      {header: 'criterion', kind: 'text'},
      ...['ours', ...PAPER_SPEARMAN.map(({subject}) => `paper: ${subject}`)].map(quantityColumn)
    ],
    rows: COMPARED.flatMap(measure => {
      const column = ours.columns.findIndex(({header}) => header === MEASURE_NAMES[measure]);
      return criteriaOf(options.correlations).map((criterion, i) => [
        MEASURE_NAMES[measure],
        criterion,
        ours.rows[i]?.[column] ?? NONE,
        ...PAPER_SPEARMAN.map(paper => paperCell(paper, criterion, measure))
      ]);
    })
  };
}

function quantityColumn(header: string): Column {
  return {header, kind: 'quantity'};
}

function paperCell({values, unchecked}: PaperColumn, criterion: string, measure: Measure): Quantity {
  const value = values[criterion]?.[measure];
  return value === undefined ? NONE : {value, mark: unchecked.includes(criterion) ? '†' : undefined};
}
