import {createHash} from 'node:crypto';

/**
 * JSON that depends on the value alone: object keys are sorted, keys without a value are left out, and non-finite
 * numbers are the strings "NaN", "Infinity" and "-Infinity".
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, entry: unknown) => (isPlainObject(entry) ? sorted(entry) : finite(entry)));
}

/** sha256 of the canonical JSON, in hexadecimal. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** JSON of a record with keys in their own order; non-finite numbers are strings, because JSON has none. */
export function recordJson(value: unknown, indent?: number): string {
  return JSON.stringify(value, (_key, entry: unknown) => finite(entry), indent);
}

function finite(value: unknown): unknown {
  return typeof value === 'number' && !Number.isFinite(value) ? String(value) : value;
}

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sorted(value: Record<string, unknown>): Record<string, unknown> {
  // A null prototype, so that a key such as `__proto__` is a key like any other.
  const result = Object.create(null) as Record<string, unknown>;
  for (const key of Object.keys(value).toSorted()) result[key] = value[key];
  return result;
}
