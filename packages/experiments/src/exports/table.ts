/** What the values of a column are; `integer` and `number` count as such in every file, whatever the runs happen to have. */
export type ColumnKind = 'text' | 'integer' | 'number' | 'boolean' | 'time';

/** A cell; nothing where a run has no such thing. Times are milliseconds since 1970. */
export type Cell = string | number | boolean | undefined;

export interface Column {
  readonly name: string;
  readonly kind: ColumnKind;
  readonly cells: readonly Cell[];
}

/** Columns of equal length. */
export type ExportTable = readonly Column[];

/** A row before its columns are known: name, kind where it is fixed, value. */
export type Row = ReadonlyMap<string, {readonly value: unknown; readonly kind?: ColumnKind}>;

/**
 * Makes a table of rows that need not have the same columns, which come in the order of their first appearance. Without
 * a fixed kind a column is of the kind that all its values have; mixed values, lists and maps become text, as JSON.
 */
export function tableOf(rows: readonly Row[]): ExportTable {
  const names = [...new Set(rows.flatMap(row => [...row.keys()]))];
  return names.map(name => {
    const entries = rows.map(row => row.get(name));
    const fixed = entries.find(entry => entry?.kind !== undefined)?.kind;
    const values = entries.map(entry => entry?.value ?? undefined);
    const kind = fixed ?? kindOf(values.filter(value => value !== undefined));
    return {name, kind, cells: values.map(value => cell(value, kind))};
  });
}

function kindOf(values: readonly unknown[]): ColumnKind {
  if (values.length === 0) return 'text';
  if (values.every(value => typeof value === 'boolean')) return 'boolean';
  if (values.every(value => typeof value === 'number'))
    return values.every(Number.isSafeInteger) ? 'integer' : 'number';
  return 'text';
}

/** Records have non-finite numbers as strings. */
function cell(value: unknown, kind: ColumnKind): Cell {
  if (value === undefined) return undefined;
  if (kind === 'integer' || kind === 'number' || kind === 'time') return Number(value);
  if (kind === 'boolean') return Boolean(value);
  return typeof value === 'string' ? value : JSON.stringify(value);
}
