import {createHash} from 'node:crypto';

/**
 * JSON that depends on the value alone: object keys are sorted, keys without a value are left out, and non-finite
 * numbers are the strings "NaN", "Infinity" and "-Infinity". Written out by hand for plain data, as a plan of many runs
 * asks for it often.
 */
export function canonicalJson(value: unknown): string {
  return textOf(value) ?? 'null';
}

/** sha256 of the canonical JSON, in hexadecimal. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** JSON of a record with keys in their own order; non-finite numbers are strings, because JSON has none. */
export function recordJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_key, entry: unknown) => finite(entry), indent);
}

/** Nothing for what JSON leaves out of objects. */
function textOf(value: unknown): string | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : `"${value}"`;
  if (typeof value !== 'object' || value === null || 'toJSON' in value) return JSON.stringify(value);
  if (Array.isArray(value)) return `[${value.map(canonicalJson).join(',')}]`;
  const fields = sortedEntries(value as Record<string, unknown>).flatMap(([key, entry]) => {
    const text = textOf(entry);
    return text === undefined ? [] : [`${JSON.stringify(key)}:${text}`];
  });
  return `{${fields.join(',')}}`;
}

function finite(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function sortedEntries(value: Record<string, unknown>): [string, unknown][] {
  const keys = Object.keys(value).sort();
  const entries = keys.map((key): [string, unknown] => [key, value[key]]);
  // JavaScript has keys that look like array indices come first, in the order of their numbers.
  return keys.some(key => INDEX.test(key)) ? Object.entries(Object.fromEntries(entries)) : entries;
}

const INDEX = /^(0|[1-9]\d*)$/;
