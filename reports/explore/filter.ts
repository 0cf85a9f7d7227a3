import type {SettledRow} from './documents.ts';
import {isOwnKey, textOf, valueOf} from './valueOf.ts';

type Operator = '=' | '!=' | '>' | '<' | '>=' | '<=';

/** One condition: a text that appears somewhere, or a key that is compared. */
export type Term =
  {readonly text: string} | {readonly key: string; readonly operator: Operator; readonly value: string};

/**
 * Conditions that all must hold, separated by spaces: `criterion=taylor,obd seed<3 lr!=0.1 conv`. `*` stands for any
 * characters, a comma for "or", quotes keep spaces together. Every text can be read.
 */
export function parseFilter(text: string): readonly Term[] {
  const words = text.match(/(?:[^\s"]|"[^"]*"?)+/g) ?? [];
  return words.map(word => {
    const plain = word.replaceAll('"', '');
    const found = /^([\w.-]+)(!=|>=|<=|=|>|<)(.*)$/s.exec(plain);
    const [, key, operator, value] = found ?? [];
    if (key === undefined || word.startsWith('"')) return {text: plain.toLowerCase()};
    return {key, operator: operator as Operator, value: value ?? ''};
  });
}

/** Keys that the filter compares. */
export function keysOfFilter(terms: readonly Term[]): readonly string[] {
  return terms.flatMap(term => ('key' in term ? [term.key] : []));
}

/** Keys of the filter that no run has, swept or not. */
export function unknownKeys(terms: readonly Term[], rows: readonly SettledRow[]): readonly string[] {
  const asked = keysOfFilter(terms).filter(key => !isOwnKey(key));
  return asked.filter(key => rows.every(row => valueOf(row, key) === undefined));
}

/** Whether all conditions hold for a run. */
export function matches(row: SettledRow, terms: readonly Term[]): boolean {
  return terms.every(term => ('key' in term ? compares(valueOf(row, term.key), term) : mentions(row, term.text)));
}

function mentions({sweep, id, status, seed, point, error = ''}: SettledRow, text: string): boolean {
  const values = Object.entries(point).map(([key, value]) => `${key}=${textOf(value)}`);
  return [`${sweep}/${id}`, status, `seed=${seed}`, ...values, error].some(part => part.toLowerCase().includes(text));
}

function compares(found: unknown, {operator, value}: {readonly operator: Operator; readonly value: string}): boolean {
  const equal = () => value.split(',').some(wanted => isEqual(found, wanted));
  if (operator === '=') return equal();
  if (operator === '!=') return !equal();
  if (found === undefined || value === '') return false;
  const order = isNumber(found) && isNumber(value) ? Number(found) - Number(value) : compareTexts(textOf(found), value);
  return {'>': order > 0, '<': order < 0, '>=': order >= 0, '<=': order <= 0}[operator];
}

function isEqual(found: unknown, wanted: string): boolean {
  if (found === undefined) return wanted === '';
  if (isNumber(found) && isNumber(wanted)) return Number(found) === Number(wanted);
  const pattern = wanted.replace(/[\\^$.|?+()[\]{}]/g, '\\$&').replaceAll('*', '.*');
  return new RegExp(`^${pattern}$`, 'is').test(textOf(found));
}

function isNumber(value: unknown): boolean {
  return typeof value === 'number' || (typeof value === 'string' && value.trim() !== '' && !isNaN(Number(value)));
}

function compareTexts(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
