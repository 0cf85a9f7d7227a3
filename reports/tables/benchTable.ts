import {columnOfBench, estimateRows} from '../quantities/columnQuantity.ts';
import {columnOf, scaleOf, unitWords} from '../quantities/quantityText.ts';
import {describeBench} from '../records/describeBench.ts';
import type {BenchRow, BenchRows} from '../records/benchRows.ts';
import {groupRows} from '../records/groupBenchRows.ts';
import type {Unit} from '../quantities/metricNames.ts';
import type {Estimate} from '../statistics/meanInterval.ts';
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
      ...columns.map(name => toQuantity(inUnit(estimateRows(name, group, bench), columnOfBench(name, bench).unit)))
    ])
  };
}

/** In what the header names; shares stay as they are, since their column shows percent. */
function inUnit(estimate: Estimate | undefined, unit: Unit): Estimate | undefined {
  if (!estimate || columnOf('', {unit}).percent) return estimate;
  const scaled = (value: number | undefined) => (value === undefined ? undefined : value * scaleOf(unit));
  const {value, low, high} = estimate;
  return {...estimate, value: value * scaleOf(unit), low: scaled(low), high: scaled(high)};
}
