import type {Table} from '@espalier/reports';
import {MISSING} from './formatNumber.ts';
import {textTable} from './textTable.ts';

/** A table of the reports for the terminal. */
export function reportTable({columns, rows}: Table): string {
  return textTable(
    columns.map(({header, kind}) => ({header, align: kind === 'quantity' ? 'right' : 'left', prose: kind === 'text'})),
    rows.map(row => columns.map((column, i) => cellText(row[i], column)))
  );
}

type Cell = Table['rows'][number][number];
type Column = Table['columns'][number];

/** `0.73`, `0.73 ± 0.02`, `0.73 [0.61, 0.82]`. */
function cellText(cell: Cell | undefined, {digits = 2, percent = false, signed = false}: Column): string {
  if (typeof cell === 'string') return cell;
  if (cell?.value == null || !Number.isFinite(cell.value)) return MISSING;
  const number = (value: number, sign = signed) => {
    const text = (percent ? 100 * value : value).toFixed(digits);
    if (Number(text) === 0) return text.replace('-', '');
    return sign && value > 0 ? `+${text}` : text;
  };
  const {value, deviation, low, high, mark = ''} = cell;
  const spread = deviation === undefined ? '' : ` ± ${number(deviation, false)}`;
  const interval = low === undefined || high === undefined ? '' : ` [${number(low)}, ${number(high)}]`;
  return `${number(value)}${mark}${spread}${interval}`;
}
