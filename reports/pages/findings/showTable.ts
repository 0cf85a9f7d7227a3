import {matchRows} from '../../quantities/columnQuantity.ts';
import type {Measured} from '../../quantities/measureBySeed.ts';
import {referenceOf} from '../../records/referenceOf.ts';
import {subjectOf} from '../../records/subjectOf.ts';
import {accuracyAtFlops} from '../../tables/accuracyAtFlops.ts';
import {basesTable} from '../../tables/basesTable.ts';
import {benchTable} from '../../tables/benchTable.ts';
import {correlationsTable} from '../../tables/correlationsTable.ts';
import {costTable} from '../../tables/costTable.ts';
import {latencyTable} from '../../tables/latencyTable.ts';
import {milestonesTable} from '../../tables/milestones.ts';
import {paperAccuracy} from '../../tables/paperAccuracy.ts';
import {paperLayers} from '../../tables/paperLayers.ts';
import {paperSpearman} from '../../tables/paperSpearman.ts';
import {reductionTable} from '../../tables/reductionTable.ts';
import {spearman, spearmanByLayer} from '../../tables/spearman.ts';
import {stoppedTable} from '../../tables/stoppedTable.ts';
import type {Table} from '../../tables/table.ts';
import {valuesTable} from '../../tables/valuesTable.ts';
import {varianceTable} from '../../tables/varianceTable.ts';
import {FindingError} from './findingError.ts';
import {numeral, type Known} from './lookUp.ts';
import {withSpearman} from './showFigure.ts';
import type {ShownTable} from './showSchema.ts';

/** Tables that have several subjects in one; all others come once for each. */
export const TABLES_OF_ALL: readonly ShownTable['table'][] = [
  'reduction',
  'correlations',
  'latency',
  'bases',
  'values'
];

export interface ShowTableOptions extends Measured {
  readonly known: Known;
  readonly command: string;
}

/** The table that an entry of `show` asks for. */
export function showTable(entry: ShownTable, options: ShowTableOptions): Table {
  const {records, correlations, bench, known, command} = options;
  const reference = referenceOf(records);
  const rho = {correlations, subject: records[0] ? subjectOf(records[0]) : '', command};
  switch (entry.table) {
    case 'milestones':
      return milestonesTable({records, metric: entry.metric, baseline: entry.baseline, command});
    case 'reduction':
      return reductionTable({...entry, records, command});
    case 'correlations':
      return correlationsTable({correlations, measures: entry.measures, reference: withSpearman(reference), command});
    case 'bench':
      if (!bench) throw new FindingError('Expected `bench` to name a record for table bench, got none.');
      return benchTable({...entry, bench, rows: matchRows(bench.rows, entry.where), command});
    case 'latency':
      return latencyTable({records, command});
    case 'stopped':
      return stoppedTable({records, command});
    case 'bases':
      return basesTable({records, metrics: entry.metrics, target: entry.at, command});
    case 'values':
      return valuesTable({rows: entry.rows.map(row => valueRow(row, known)), command});
    case 'spearman':
      return spearman(rho);
    case 'spearman-by-layer':
      return spearmanByLayer(rho);
    case 'spearman-paper':
      return paperSpearman({...rho, reference});
    case 'spearman-layers-paper':
      return published(paperLayers({...rho, reference}), entry.table);
    case 'accuracy-paper':
      return published(
        paperAccuracy({records, reference, subject: rho.subject, accuracy: entry.metric, command}),
        entry.table
      );
    case 'cost':
      return costTable({...entry, records, command});
    case 'variance':
      return varianceTable({...entry, records, command});
    case 'accuracy-at-flops':
      return accuracyAtFlops({records, accuracy: entry.metric, command});
  }
}

function published(table: Table | undefined, name: string): Table {
  if (table) return table;
  throw new FindingError(`Expected the runs’ reference to have what ${name} shows, got nothing of the kind.`);
}

type ValueRow = Extract<ShownTable, {readonly table: 'values'}>['rows'][number];

function valueRow({what, ours, paper}: ValueRow, {values, paper: numbers}: Known) {
  const value = values.get(ours);
  if (!value) throw new FindingError(`Expected a name of \`values\`, got ${ours}.`);
  const number = paper === undefined ? undefined : numeral(numbers.get(paper));
  if (paper !== undefined && number === undefined)
    throw new FindingError(`Expected a name of \`paper.numbers\`, got ${paper}.`);
  return {what, ours: value, paper: number};
}
