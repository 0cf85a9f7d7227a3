import type {Figure} from '../figures/figure.ts';
import {toCsv} from '../tables/toCsv.ts';
import {toLatex} from '../tables/toLatex.ts';
import {toMarkdown} from '../tables/toMarkdown.ts';
import type {Table} from '../tables/table.ts';
import type {Part} from './report.ts';

/** A file to write: its path in the folder of its page, and its text. */
export type PageFile = readonly [path: string, text: string];

/** Forms in which figures are written. */
const FIGURE_FORMS: readonly {readonly extension: string; readonly write: (figure: Figure) => string}[] = [
  {extension: 'svg', write: ({draw}) => draw()}
];

/** Forms in which tables are written. */
const TABLE_FORMS: readonly {readonly extension: string; readonly write: (table: Table) => string}[] = [
  {extension: 'md', write: toMarkdown},
  {extension: 'csv', write: toCsv},
  {extension: 'tex', write: toLatex}
];

/** The files of a figure or a table; prose has none. */
export function partFiles(part: Part): PageFile[] {
  if ('figure' in part) {
    const {figure} = part;
    return FIGURE_FORMS.map(({extension, write}) => [`figures/${figure.name}.${extension}`, write(figure)]);
  }
  if (!('table' in part)) return [];
  const {table} = part;
  return TABLE_FORMS.map(({extension, write}) => [`tables/${table.name}.${extension}`, write(table)]);
}

/** The same figure or table under a name that tells its subject. */
export function withSuffix(part: Part, suffix: string): Part {
  if ('figure' in part) return {figure: {...part.figure, name: part.figure.name + suffix}};
  if ('table' in part) return {table: {...part.table, name: part.table.name + suffix}};
  return part;
}
