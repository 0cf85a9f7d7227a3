import type {Estimated} from '../quantities/estimateQuantity.ts';
import {estimateText} from '../quantities/quantityText.ts';
import type {Table} from './table.ts';

export interface ValuesTableOptions {
  readonly rows: readonly {readonly what: string; readonly ours: Estimated; readonly paper?: string}[];
  readonly command: string;
}

/** Single quantities, each in its own unit, beside the paper's. */
export function valuesTable({rows, command}: ValuesTableOptions): Table {
  const title = 'Beside the paper';
  const hasPaper = rows.some(({paper}) => paper !== undefined);
  return {
    name: 'values',
    title: hasPaper ? title : 'Numbers',
    caption: `${hasPaper ? `${title}. ` : ''}Ours: mean and 95 % t interval over seeds. Made by \`${command}\`.`,
    columns: ['what', 'here', 'n', ...(hasPaper ? ['the paper'] : [])].map(header => ({header, kind: 'text'})),
    rows: rows.map(({what, ours, paper}) => [
      what,
      estimateText(ours.estimate, ours),
      String(ours.estimate?.n ?? 0),
      ...(hasPaper ? [paper ?? 'n/a'] : [])
    ])
  };
}
