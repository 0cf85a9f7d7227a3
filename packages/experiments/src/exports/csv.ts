import type {Cell, ColumnKind, ExportTable} from './table.ts';

/**
 * Comma-separated values (RFC 4180) with a header: numbers with all their digits, times in ISO 8601, an empty field where
 * there is nothing, and `""` for a text without letters.
 */
export function toCsv(table: ExportTable): string {
  const header = table.map(({name}) => quoted(name));
  const count = table[0]?.cells.length ?? 0;
  const lines = Array.from({length: count}, (_, i) => table.map(({kind, cells}) => field(cells[i], kind)));
  return [header, ...lines].map(fields => `${fields.join(',')}\r\n`).join('');
}

function field(cell: Cell, kind: ColumnKind): string {
  if (cell === undefined) return '';
  if (kind === 'time') return new Date(Number(cell)).toISOString();
  return typeof cell === 'string' ? quoted(cell) : String(cell);
}

function quoted(text: string): string {
  return text === '' || /[",\r\n]|^\s|\s$/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
