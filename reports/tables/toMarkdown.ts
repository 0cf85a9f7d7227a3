import {cellText} from './cellText.ts';
import type {Table} from './table.ts';

/** A Markdown table with its caption below it. */
export function toMarkdown({title, caption, columns, rows}: Table): string {
  const line = (cells: readonly string[]) => `| ${cells.join(' | ')} |`;
  return [
    `**${title}**`,
    '',
    line(columns.map(({header}) => escape(header))),
    line(columns.map(({kind}) => (kind === 'text' ? ':---' : '---:'))),
    ...rows.map(row => line(columns.map((column, i) => escape(cellText(row[i], column))))),
    '',
    caption,
    ''
  ].join('\n');
}

function escape(text: string): string {
  return text.replace(/[\\|*_<>]/g, '\\$&').replace(/\s*\n\s*/g, ' ');
}
