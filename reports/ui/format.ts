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

/** `8 s`, `3 min 20 s`, `2 h 5 min`. */
export function duration(seconds: number | undefined): string {
  if (seconds === undefined) return MISSING;
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  const [hours, minutes] = [Math.floor(whole / 3600), Math.floor((whole % 3600) / 60)];
  return hours > 0 ? `${hours} h ${minutes} min` : `${minutes} min ${whole % 60} s`;
}

/** `1.2 MB`. */
export function bytes(value: number): string {
  const units = ['B', 'kB', 'MB', 'GB', 'TB'];
  const power = Math.min(units.length - 1, value < 1 ? 0 : Math.floor(Math.log10(value) / 3));
  return `${(value / 1000 ** power).toFixed(power === 0 ? 0 : 1)} ${units[power] ?? ''}`;
}

/** `2026-11-23 10:35`, in the reader's time; what is no time stays as it is. */
export function moment(text: string): string {
  const time = new Date(text);
  if (isNaN(time.getTime())) return text;
  const two = (value: number) => String(value).padStart(2, '0');
  const day = `${time.getFullYear()}-${two(time.getMonth() + 1)}-${two(time.getDate())}`;
  return `${day} ${two(time.getHours())}:${two(time.getMinutes())}`;
}
