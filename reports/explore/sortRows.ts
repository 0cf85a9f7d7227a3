import type {SettledRow} from './documents.ts';
import {textOf, valueOf} from './valueOf.ts';

/** Sorts by a key (`-key` for the other way); numbers before texts, runs without a value last, ties as they came. */
export function sortRows<T extends SettledRow>(rows: readonly T[], by: string): readonly T[] {
  const [key, sign] = by.startsWith('-') ? [by.slice(1), -1] : [by, 1];
  const keyed = rows.map(row => ({row, value: valueOf(row, key)}));
  return keyed.sort((a, b) => compareValues(a.value, b.value, sign)).map(({row}) => row);
}

/** The order of two values; with `sign` −1 the other way, but for missing ones. */
export function compareValues(a: unknown, b: unknown, sign = 1): number {
  if (a === undefined || b === undefined) return Number(a === undefined) - Number(b === undefined);
  if (typeof a === 'number' && typeof b === 'number') return sign * (a - b);
  if (typeof a === 'number' || typeof b === 'number') return sign * (typeof a === 'number' ? -1 : 1);
  return sign * naturally.compare(textOf(a), textOf(b));
}

/** `run-9` before `run-10`. */
const naturally = new Intl.Collator('en', {numeric: true});
