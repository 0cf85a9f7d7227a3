import {z} from 'zod';
import {nearest} from '../text/nearest.ts';
import {isPlain} from './keyPath.ts';

const range = z.strictObject({
  min: z.number(),
  max: z.number(),
  scale: z.enum(['linear', 'log']).default('linear'),
  step: z.number().optional()
});

/** Numbers from `min` to `max`; on a log scale, those between 1 and 10 are as likely as those between 10 and 100. */
export type Range = z.output<typeof range>;

const SHAPE = '{min, max} with an optional scale of linear or log, or step';

/** Values of a key: a list, `{values: […]}` or `{value: …}`; else a text with what it had to be. */
export function valuesOf(entry: unknown): readonly unknown[] | string {
  const list = isPlain(entry) ? listIn(entry) : entry;
  if (isPlain(entry) && 'min' in entry) return 'a list of values (a range goes below random)';
  if (!Array.isArray(list)) return 'a list of values';
  return list.length > 0 ? (list as readonly unknown[]) : 'a list of at least one value';
}

/** What to draw a key from: values or a range; else a text with what it had to be. */
export function randomOf(entry: unknown): Range | readonly unknown[] | string {
  if (!isPlain(entry) || listIn(entry)) {
    const values = valuesOf(entry);
    return values === 'a list of values' ? `${values}, or ${SHAPE}` : values;
  }
  const known = Object.keys(range.shape);
  const unknown = Object.keys(entry).find(key => !known.includes(key));
  if (unknown !== undefined) return `${SHAPE}, without "${unknown}"${suggestion(unknown, known)}`;
  const {success, data} = range.safeParse(entry);
  if (!success) return SHAPE;
  const {min, max, scale, step} = data;
  if (min >= max) return '{min, max} with min below max';
  if (scale === 'log' && min <= 0) return 'a log range that begins above 0';
  if (step === undefined) return data;
  if (scale === 'log') return 'a range with either a step or a log scale';
  return step > 0 && step <= max - min ? data : 'a range with a step above 0 that fits between min and max';
}

/** The list of W&B's `{values: […]}` or `{value: …}`. */
function listIn(entry: Readonly<Record<string, unknown>>): unknown {
  const [key, ...rest] = Object.keys(entry);
  if (rest.length > 0) return undefined;
  if (key === 'value') return [entry.value];
  return key === 'values' ? entry.values : undefined;
}

function suggestion(key: string, known: readonly string[]): string {
  const guess = nearest(key, known);
  return guess === undefined ? '' : ` (did you mean "${guess}"?)`;
}
