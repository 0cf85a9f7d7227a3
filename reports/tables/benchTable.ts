import {columnOfBench, estimateRows} from '../quantities/columnQuantity.ts';
import {columnOf, unitWords} from '../quantities/quantityText.ts';
import {describeBench} from '../records/describeBench.ts';
import type {BenchRow, BenchRows} from '../records/benchRows.ts';
import {groupRows} from '../records/groupBenchRows.ts';
import type {Table} from './table.ts';
import {toQuantity} from './toQuantity.ts';

export interface BenchTableOptions {
  readonly bench: BenchRows;
  /** Those that are shown. */
  readonly rows: readonly BenchRow[];
  /** What tells rows apart beside the seed. */
  readonly by: readonly string[];
  readonly columns: readonly string[];
  readonly command: string;
}

/** Columns of a bench record over seeds, a row for everything that `by` tells apart. */
export function benchTable({bench, rows, by, columns, command}: BenchTableOptions): Table {
  const title = 'Measured';
  return {
    name: 'bench',
    title,
    caption: `Mean and 95 % t interval over seeds. ${describeBench(bench)} Made by \`${command}\`.`,
    columns: [
      ...by.map(header => ({header, kind: 'text'}) as const),
      ...columns.map(name => {
        const {words, unit} = columnOfBench(name, bench);
        return columnOf(`${words}${unitWords(unit)}`, {unit});
      })
    ],
    rows: groupRows(rows, by).map(group => [
      ...by.map(key => String(group[0]?.[key] ?? '')),
      ...columns.map(name => toQuantity(estimateRows(name, group, bench)))
    ])
  };
}
