import {displayWidth} from './displayWidth.ts';
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

/**
 * An aligned table for people. Prose columns share what the others leave of `width`; without prose the table is as wide
 * as its content.
 */
export function textTable(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  {width = process.stdout.columns}: {readonly width?: number} = {}
): string {
  const widths = fit(columns, rows, width);
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

/** Prose columns share the room by their natural widths, none narrower than its longest word. */
function fit(
  columns: readonly TextColumn[],
  rows: readonly (readonly string[])[],
  width: number | undefined
): readonly number[] {
  const cells = columns.map(({header}, i) => [header, ...rows.map(row => row[i] ?? '')]);
  const natural = cells.map(widest);
  const total = sum(natural) + GAP.length * (columns.length - 1);
  const prose = sum(natural.filter((_, i) => columns[i]?.prose));
  if (width === undefined || width <= 0 || total <= width || prose === 0) return natural;
  const room = prose - (total - width);
  return natural.map((size, i) => {
    if (!columns[i]?.prose) return size;
    const words = widest(cells[i]?.flatMap(cell => cell.split(' ')) ?? []);
    return Math.min(size, Math.max(words, Math.floor((size / prose) * room)));
  });
}

const sum = (values: readonly number[]) => values.reduce((total, value) => total + value, 0);
const widest = (texts: readonly string[]) => texts.reduce((most, text) => Math.max(most, displayWidth(text)), 0);

function pad(text: string, width: number, align: TextColumn['align'] = 'left'): string {
  const space = ' '.repeat(Math.max(0, width - displayWidth(text)));
  return align === 'right' ? space + text : text + space;
}
