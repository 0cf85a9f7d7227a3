import stringWidth from 'string-width';
import {bold} from './style.ts';
import {wrap} from './wrap.ts';

export interface TextColumn {
  readonly header: string;
  /** Numbers stand on the right. */
  readonly align?: 'left' | 'right';
  /** Prose, which may be wrapped where the table would be wider than the terminal. */
  readonly prose?: boolean;
}

const GAP = '  ';
const LEAST_PROSE = 16;

/**
 * An aligned table for people. Prose columns share what the others leave of `width`; without prose the table is as wide
 * as its content.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  {width = process.stdout.columns}: {readonly width?: number} = {}
): string {
  const natural = columns.map(({header}, i) =>
    Math.max(stringWidth(header), ...rows.map(row => stringWidth(row[i] ?? '')))
  );
  const widths = fit(columns, natural, width);
  const line = (cells: readonly string[]) =>
    columns
      .map(({align}, i) => pad(cells[i] ?? '', widths[i] ?? 0, align))
      .join(GAP)
      .trimEnd();
  const lines = (row: readonly string[]) => {
    const cells = columns.map(({prose}, i) => (prose ? wrap(row[i] ?? '', widths[i] ?? 0) : [row[i] ?? '']));
    const height = Math.max(...cells.map(cell => cell.length));
    return Array.from({length: height}, (_, k) => line(cells.map(cell => cell[k] ?? '')));
  };
  return [bold(line(columns.map(({header}) => header))), ...rows.flatMap(lines)].join('\n');
}

function fit(columns: readonly TextColumn[], natural: readonly number[], width: number | undefined): readonly number[] {
  const total = natural.reduce((sum, size) => sum + size, 0) + GAP.length * (columns.length - 1);
  const prose = natural.filter((_, i) => columns[i]?.prose).reduce((sum, size) => sum + size, 0);
  if (width === undefined || width <= 0 || total <= width || prose === 0) return natural;
  const room = prose - (total - width);
  return natural.map((size, i) =>
    columns[i]?.prose ? Math.min(size, Math.max(LEAST_PROSE, Math.floor((size / prose) * room))) : size
  );
}

function pad(text: string, width: number, align: TextColumn['align'] = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - stringWidth(text)));
  return align === 'right' ? space + text : text + space;
}
