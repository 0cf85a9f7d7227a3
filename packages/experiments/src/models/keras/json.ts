import {ModelError} from '../ModelError.ts';

/** An object of a parsed JSON document. */
export type Json = Readonly<Record<string, unknown>>;

export function isRecord(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function record(value: unknown, place: string): Json {
  if (isRecord(value)) return value;
  throw new ModelError(`Expected ${place} to be an object, got ${shown(value)}.`);
}

export function list(value: unknown, place: string): readonly unknown[] {
  if (Array.isArray(value)) return value;
  throw new ModelError(`Expected ${place} to be a list, got ${shown(value)}.`);
}

export function shown(value: unknown): string {
  return value === undefined ? 'nothing' : JSON.stringify(value);
}
