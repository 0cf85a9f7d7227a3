import {MEASURE_NAMES, type Measure} from '../records/correlationRow.ts';
import {PAPER_SPEARMAN, type PaperColumn} from './paperNumbers.ts';
import {spearman, type SpearmanOptions} from './spearman.ts';
import {NONE, type Cell, type Column, type Quantity, type Table} from './table.ts';

const COMPARED: readonly Measure[] = ['perLayer', 'allRaw', 'allL2'];

/** Our correlations beside those that the paper prints for its own, other networks. */
export function paperSpearman(options: SpearmanOptions): Table {
  const ours = spearman(options);
  const columnOf = (measure: Measure) => ours.columns.findIndex(({header}) => header === MEASURE_NAMES[measure]);
  const title = 'Spearman correlation beside the paper’s';
  return {
    name: 'spearman-paper',
    title,
    caption:
      `${title}. Ours: ${options.subject}, mean ± standard deviation over seeds. Paper: Molchanov et al., ICLR 2017, ` +
      `arXiv:1611.06440, on its own networks and data, ${PAPER_SPEARMAN.map(({subject}) => subject).join(' and ')}, so ` +
      `numbers are to be compared in their order, not in their size. † not checked against the printed table. ` +
      `Made by \`${options.command}\`.`,
    columns: [{header: 'criterion', kind: 'text'}, ...COMPARED.flatMap(columns)],
    rows: ours.rows.flatMap(row => {
      const [criterion = ''] = row;
      if (typeof criterion !== 'string' || criterion === 'chance level') return [];
      return [[criterion, ...COMPARED.flatMap(measure => cells(criterion, measure, row[columnOf(measure)]))]];
    })
  };
}

function columns(measure: Measure): Column[] {
  const names = ['ours', ...PAPER_SPEARMAN.map(({subject}) => `paper, ${subject}`)];
  return names.map(name => ({header: `${MEASURE_NAMES[measure]}: ${name}`, kind: 'quantity'}));
}

function cells(criterion: string, measure: Measure, ours: Cell | undefined): Cell[] {
  return [ours ?? NONE, ...PAPER_SPEARMAN.map(column => paperCell(column, criterion, measure))];
}

function paperCell({values, unchecked}: PaperColumn, criterion: string, measure: Measure): Quantity {
  const value = values[criterion]?.[measure];
  return value === undefined ? NONE : {value, mark: unchecked.includes(criterion) ? '†' : undefined};
}
