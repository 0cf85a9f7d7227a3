import {show} from '../text/show.ts';
import {ConfigError} from './ConfigError.ts';

export type Plain = Readonly<Record<string, unknown>>;

/** A copy of `data` with the value at a dotted key replaced; missing parents are made. */
export function withKey(data: Plain, dotted: string, value: unknown): Plain {
  const [head = '', ...rest] = dotted.split('.');
  if (rest.length === 0) return {...data, [head]: value};
  const child = data[head] ?? {};
  if (!isPlain(child)) {
    throw new ConfigError(`Expected ${head} to be a map of keys so that ${dotted} can be set, got ${show(child)}.`);
  }
  return {...data, [head]: withKey(child, rest.join('.'), value)};
}

export function valueAt(data: unknown, dotted: string): unknown {
  return dotted.split('.').reduce<unknown>((parent, key) => (isPlain(parent) ? parent[key] : undefined), data);
}

export function isPlain(value: unknown): value is Plain {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
