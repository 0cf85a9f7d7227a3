export {bytes, duration} from '@espalier/reports/quantity-text';

/** What stands where there is no number. */
export const MISSING = 'n/a';

/** `0.7312`; `n/a` where there is none. */
export function fixed(value: number | null | undefined, digits = 4): string {
  return value === null || value === undefined || !Number.isFinite(value) ? MISSING : value.toFixed(digits);
}

/** A score or a loss change: four significant digits, so that tiny ones stay readable. */
export function significant(value: number | null | undefined): string {
  if (value === null || value === undefined || !Number.isFinite(value)) return MISSING;
  if (value === 0) return '0';
  const size = Math.abs(value);
  return size >= 1e-3 && size < 1e5 ? value.toPrecision(4) : value.toExponential(2);
}

/** `12,345`. */
export function count(value: number): string {
  return value.toLocaleString('en-US', {maximumFractionDigits: 0});
}

/** A share in percent: `61.5 %`. */
export function percent(value: number, digits = 1): string {
  return `${fixed(100 * value, digits)} %`;
}

/** FLOPs in millions: `2.81`. */
export function mega(value: number): string {
  const millions = value / 1e6;
  return millions >= 100
    ? count(millions)
    : millions >= 0.1 || millions === 0
      ? millions.toFixed(2)
      : millions.toPrecision(2);
}
