import {fixed, MISSING, signed} from './formatNumber.ts';
import type {Cell, Column} from './table.ts';

/** A cell in plain text: `0.73 ± 0.02`, `0.73 [0.61, 0.82]`, `n/a`. */
export function cellText(cell: Cell | undefined, column: Column): string {
  if (cell === undefined) return MISSING;
  if (typeof cell === 'string') return cell;
  const {digits = 2, percent = false} = column;
  const number = (value: number, format = fixed) => format(percent ? 100 * value : value, digits);
  if (cell.value === null || !Number.isFinite(cell.value)) return MISSING;
  const spread = isKnown(cell.deviation) ? ` ± ${number(cell.deviation)}` : '';
  const format = column.signed ? signed : fixed;
  const interval =
    isKnown(cell.low) && isKnown(cell.high) ? ` [${number(cell.low, format)}, ${number(cell.high, format)}]` : '';
  return `${number(cell.value, format)}${cell.mark ?? ''}${spread}${interval}`;
}

function isKnown(value: number | undefined): value is number {
  return value !== undefined && Number.isFinite(value);
}
