import type {z} from 'zod';
import type {Plain} from './keyPath.ts';
import {nearest} from '../text/nearest.ts';
import {show} from '../text/show.ts';
import {ConfigError} from './ConfigError.ts';
import {knownKeys} from './knownKeys.ts';

/** Where a value came from, for the beginning of a message: a line of a file, or an override. */
export type Place = (path: readonly PropertyKey[], key?: string) => string;

/** Checks plain data against a schema. Throws one ConfigError with a line for each thing that is wrong. */
export function validate<T extends z.ZodType>(schema: T, data: unknown, place: Place): z.output<T> {
  const result = schema.safeParse(data);
  if (result.success) return result.data;
  throw new ConfigError(result.error.issues.flatMap(issue => issueLines(issue, {schema, data, place})).join('\n'));
}

interface Context {
  readonly schema: z.ZodType;
  readonly data: unknown;
  readonly place: Place;
}

function issueLines(issue: z.core.$ZodIssue, {schema, data, place}: Context): string[] {
  const {path} = issue;
  const at = path.map(String).join('.');
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(schema, path);
    return issue.keys.map(key => `${place(path, key)}: ${unknownKey(key, at, known)}`);
  }
  const value = path.reduce<unknown>((parent, key) => (parent as Plain | undefined)?.[String(key)], data);
  const expected = issue.code === 'invalid_type' && issue.expected === 'object' ? 'a map of keys' : issue.message;
  const guess =
    issue.code === 'invalid_value' && typeof value === 'string' ? nearest(value, issue.values.map(String)) : undefined;
  return [`${place(path)}: Expected ${at || 'the file'} to be ${expected}, got ${show(value)}.${remedy(guess)}`];
}

/** Names the nearest key, or the section that has a key of this name. */
export function unknownKey(key: string, parent: string, known: readonly string[]): string {
  const where = parent === '' ? '' : ` in ${parent}`;
  return `Unknown key "${key}"${where}. Known: ${known.join(', ')}.${remedy(nearest(key, known))}`;
}

function remedy(guess: string | undefined): string {
  return guess === undefined ? '' : ` Did you mean "${guess}"?`;
}
