import {UsageError} from '../errors/UsageError.ts';
import type {Parser} from './numbers.ts';

const SECONDS: Readonly<Record<string, number>> = {'': 0, s: 1, m: 60, h: 3600, d: 24 * 3600, w: 7 * 24 * 3600};

/** `30d`, `12h`, `90m`, `10s`, `2w` or `0`, in seconds. */
export function timeSpan(flag: string): Parser<number> {
  return text => {
    const [, amount = '', unit = ''] = /^(\d+(?:\.\d+)?)([smhdw]?)$/.exec(text) ?? [];
    if (amount !== '' && (unit !== '' || Number(amount) === 0)) return Number(amount) * (SECONDS[unit] ?? 0);
    throw new UsageError(`Expected ${flag} to be a time such as 30d, 12h, 90m or 0, got "${text}".`);
  };
}
