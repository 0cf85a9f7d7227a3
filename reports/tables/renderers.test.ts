import {expect, it} from 'vitest';
import {NONE, type Table} from './table.ts';
import {toCsv} from './toCsv.ts';
import {escapeLatex, toLatex} from './toLatex.ts';
import {toMarkdown} from './toMarkdown.ts';

const table: Table = {
  name: 'example',
  title: 'An example',
  caption: '95 % intervals of |x|. Made by `espalier report a_b`.',
  columns: [
    {header: 'criterion', kind: 'text'},
    {header: 'rho', kind: 'quantity'}
  ],
  rows: [
    ['a|b_c, "d"', {value: 0.7341, low: 0.61, high: 0.82}],
    ['none', NONE]
  ]
};

it('renders Markdown with escaped bars', () => {
  expect(toMarkdown(table).split('\n')).toEqual([
    '**An example**',
    '',
    '| criterion | rho |',
    '| :--- | ---: |',
    '| a\\|b\\_c, "d" | 0.73 [0.61, 0.82] |',
    '| none | n/a |',
    '',
    table.caption,
    ''
  ]);
});

it('renders CSV with all digits, a column for each part, and empty fields for what is missing', () => {
  expect(toCsv(table)).toBe('criterion,rho,rho low,rho high\r\n"a|b_c, ""d""",0.7341,0.61,0.82\r\nnone,,,\r\n');
});

it('renders a booktabs table in LaTeX', () => {
  const latex = toLatex(table);
  expect(latex).toContain(
    '\\caption{95 \\% intervals of \\textbar{}x\\textbar{}. Made by \\texttt{espalier report a\\_b}.}'
  );
  expect(latex).toContain('\\begin{tabular}{lr}\n    \\toprule\n    criterion & rho \\\\\n    \\midrule');
  expect(latex).toContain('    none & n/a \\\\\n    \\bottomrule');
  expect(latex).toContain('0.73 {[}0.61, 0.82{]}');
});

it('escapes everything that LaTeX would read as a command', () => {
  expect(escapeLatex('50 % of $x_1^2 & {y} #~\\')).toBe(
    '50 \\% of \\$x\\_1\\textasciicircum{}2 \\& \\{y\\} \\#\\textasciitilde{}\\textbackslash{}'
  );
  expect(escapeLatex('−1 ± 2 × ρ')).toBe('$-$1 $\\pm$ 2 $\\times$ $\\rho$');
});
