import {cellText} from './cellText.ts';
import type {Table} from './table.ts';

/** A LaTeX table in the style of booktabs; needs `\usepackage{booktabs}` and no other package. */
export function toLatex({name, caption, columns, rows}: Table): string {
  const line = (cells: readonly string[]) => `    ${cells.join(' & ')} \\\\`;
  return [
    '\\begin{table}',
    '  \\centering',
    `  \\caption{${escapeLatex(caption)}}`,
    `  \\label{tab:${name}}`,
    `  \\begin{tabular}{${columns.map(({kind}) => (kind === 'text' ? 'l' : 'r')).join('')}}`,
    '    \\toprule',
    line(columns.map(({header}) => escapeLatex(header))),
    '    \\midrule',
    ...rows.map(row => line(columns.map((column, i) => escapeLatex(cellText(row[i], column))))),
    '    \\bottomrule',
    '  \\end{tabular}',
    '\\end{table}',
    ''
  ].join('\n');
}

const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['\\', '\\textbackslash{}'],
  ['~', '\\textasciitilde{}'],
  ['^', '\\textasciicircum{}'],
  ['<', '\\textless{}'],
  ['>', '\\textgreater{}'],
  ['|', '\\textbar{}'],
  // A row that starts with a bracket would be read as the optional argument of the line break before it.
  ['[', '{[}'],
  [']', '{]}'],
  ['−', '$-$'],
  ['±', '$\\pm$'],
  ['×', '$\\times$'],
  ['÷', '$\\div$'],
  ['µ', '$\\mu$'],
  ['ρ', '$\\rho$'],
  ['η', '$\\eta$'],
  ['²', '$^2$'],
  ['λ', '$\\lambda$'],
  ['≥', '$\\geq$'],
  ['†', '$\\dagger$'],
  ['–', '--'],
  ...Array.from('&%$#_{}', (sign): [string, string] => [sign, `\\${sign}`])
]);

/** Text as LaTeX prints it; words between backticks become typewriter. */
export function escapeLatex(text: string): string {
  const plain = (part: string) => Array.from(part, sign => ESCAPES.get(sign) ?? sign).join('');
  return text
    .split('`')
    .map((part, i) => (i % 2 === 1 ? `\\texttt{${plain(part)}}` : plain(part)))
    .join('');
}
