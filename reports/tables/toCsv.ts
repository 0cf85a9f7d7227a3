import type {Cell, Column, Quantity, Table} from './table.ts';

const PARTS = ['deviation', 'low', 'high', 'n', 'mark'] as const;

/**
 * Comma-separated values (RFC 4180) for machines: numbers to 12 digits, an empty field where there is none, and a column
 * of its own for each part of a quantity that some row has.
 */
export function toCsv({columns, rows}: Table): string {
  const plans = columns.map((column, i) => ({column, i, parts: partsOf(rows.map(row => row[i]))}));
  const header = plans.flatMap(({column, parts}) => [column.header, ...parts.map(part => `${column.header} ${part}`)]);
  const lines = rows.map(row => plans.flatMap(({column, i, parts}) => fields(row[i], column, parts)));
  return [header, ...lines].map(line => `${line.map(quote).join(',')}\r\n`).join('');
}

type Part = (typeof PARTS)[number];

function partsOf(cells: readonly (Cell | undefined)[]): Part[] {
  return PARTS.filter(part => cells.some(cell => typeof cell === 'object' && cell[part] !== undefined));
}

function fields(cell: Cell | undefined, {kind}: Column, parts: readonly Part[]): string[] {
  if (kind === 'text' && typeof cell === 'string') return [cell];
  const quantity: Quantity = typeof cell === 'object' ? cell : {value: null};
  return [quantity.value, ...parts.map(part => quantity[part])].map(field);
}

function field(value: string | number | null | undefined): string {
  if (typeof value === 'string') return value;
  return typeof value === 'number' && Number.isFinite(value) ? String(Number(value.toPrecision(12))) : '';
}

function quote(text: string): string {
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
