import {z} from 'zod';
import type {BenchRow, BenchRows} from '../records/benchRows.ts';
import {RecordError} from '../records/recordError.ts';
import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import {pairedDifference} from '../statistics/pairedDifference.ts';
import type {Estimated} from './estimateQuantity.ts';
import {mergeFilters} from './matchRuns.ts';
import {filterSchema, type RunFilter} from './quantitySchema.ts';

const column = z.string().trim().min(1);
const change = z.strictObject({column: column.optional(), where: filterSchema.optional()});

/** A number for each seed out of the rows of a bench record, or the difference or ratio of two. */
export const columnQuantitySchema = z
  .strictObject({column, where: filterSchema.default({}), minus: change.optional(), over: change.optional()})
  .refine(({minus, over}) => minus === undefined || over === undefined, {message: 'expected minus or over, got both'});

export type ColumnQuantity = z.output<typeof columnQuantitySchema>;

/** Mean and 95 % t interval over seeds; differences and ratios are paired by seed. */
export function estimateColumn({column, where, minus, over}: ColumnQuantity, bench: BenchRows): Estimated {
  const own = columnBySeed(column, matchRows(bench.rows, where), bench);
  const {unit} = columnOfBench(column, bench);
  const change = minus ?? over;
  if (!change) return {estimate: meanInterval(own.values()), unit, isDifference: false};
  const others = matchRows(bench.rows, mergeFilters(where, change.where));
  const other = columnBySeed(change.column ?? column, others, bench);
  if (minus) return {estimate: pairedDifference(own, other), unit, isDifference: true};
  const ratios = [...own].map(([seed, value]) => value / (other.get(seed) ?? NaN));
  return {estimate: meanInterval(ratios), unit: 'times', isDifference: false};
}

/** Mean and interval of a column over the seeds of rows that differ in nothing else; undefined where it was not measured. */
export function estimateRows(column: string, rows: readonly BenchRow[], bench: BenchRows): Estimate | undefined {
  return meanInterval(columnBySeed(column, rows, bench).values());
}

/** What a column is. Throws a RecordError that names those that there are. */
export function columnOfBench(column: string, {part, columns}: BenchRows): BenchRows['columns'][string] {
  const found = columns[column];
  if (found) return found;
  throw new RecordError(`Expected a column of bench ${part} (${Object.keys(columns).join(', ')}), got ${column}.`);
}

/** The rows that fulfil every condition; `null` is a key that a row lacks. */
export function matchRows(rows: readonly BenchRow[], filter: RunFilter): BenchRow[] {
  return rows.filter(row =>
    Object.entries(filter).every(([key, wanted]) =>
      [wanted].flat().some(value => (value === null ? !(key in row) : String(value) === String(row[key])))
    )
  );
}

function columnBySeed(column: string, rows: readonly BenchRow[], bench: BenchRows): Map<number, number> {
  columnOfBench(column, bench);
  const values = new Map<number, number>();
  for (const {seed, [column]: value} of rows) {
    if (typeof value !== 'number') continue;
    if (values.has(seed))
      throw new RecordError(
        `Expected one row a seed of bench ${bench.part} for ${column}, got two for seed ${seed}. Narrow it with \`where\`.`
      );
    values.set(seed, value);
  }
  return values;
}
