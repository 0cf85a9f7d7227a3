import {duration as inWords} from '../explore/quantityText.ts';

export {bytes} from '../explore/quantityText.ts';

/** What stands where there is no number. */
export const MISSING = '–';

/** `12,345`. */
export function count(value: number): string {
  return value.toLocaleString('en-US', {maximumFractionDigits: 0});
}

/** `1 run`, `12,345 runs`. */
export function plural(value: number, noun: string): string {
  return `${count(value)} ${noun}${value === 1 ? '' : 's'}`;
}

/** A share in percent: `61.5 %`. */
export function percent(value: number | undefined, digits = 1): string {
  return value === undefined ? MISSING : `${withMinus((100 * value).toFixed(digits))} %`;
}

/** Four decimals; powers of ten for what is tiny or huge. */
export function fixed(value: number | undefined): string {
  if (value === undefined) return MISSING;
  const size = Math.abs(value);
  return withMinus(size !== 0 && (size < 1e-3 || size >= 1e5) ? value.toExponential(2) : value.toFixed(4));
}

/** A minus as wide as the digits beside it. */
function withMinus(text: string): string {
  return text.replaceAll('-', '−');
}

/** `8.0 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number | undefined): string {
  return seconds === undefined ? MISSING : inWords(seconds);
}

/** `2026-11-23 10:35`, in the reader's time; what is no time stays as it is. */
export function moment(text: string): string {
  const time = new Date(text);
  if (isNaN(time.getTime())) return text;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
