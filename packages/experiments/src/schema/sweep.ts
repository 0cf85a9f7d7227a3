import {z} from 'zod';
import {wholeNumber} from './fields.ts';
import {halvingSchema, type Halving} from './halving.ts';
import {isPlain} from './keyPath.ts';
import {randomOf, valuesOf, type Range} from './sweepValues.ts';

/** Values of swept keys, by dotted key, in the order of the file. */
export type Point = Readonly<Record<string, unknown>>;

type Lists = Readonly<Record<string, readonly unknown[]>>;

/** How a file spreads into runs. */
export interface Sweep {
  /** Every value with every other. */
  readonly grid: Lists;
  /** Lists of one length: first with first, second with second. */
  readonly zip: Lists;
  /** Points as they are. */
  readonly list: readonly Point[];
  /** What to draw from. */
  readonly random: Readonly<Record<string, Range | readonly unknown[]>>;
  /** Draws; of points, where nothing is drawn. */
  readonly sample?: number;
  /** Of the draws. */
  readonly seed: number;
  readonly halving?: Halving;
}

/** Names in a sweep that are no dotted keys. */
export const SWEEP_WORDS = ['zip', 'list', 'random', 'sample', 'seed', 'halving'] as const;

/** What a parser makes of an entry, or a text with what it had to be. */
const parsed = <T>(parse: (entry: unknown) => T | string) =>
  z.unknown().transform((entry, context): T => {
    const value = parse(entry);
    if (typeof value !== 'string') return value;
    context.addIssue({code: 'custom', message: value});
    return z.NEVER;
  });

const values = parsed(valuesOf);

const MAP = 'a map of dotted keys to lists of values';

const zip = z
  .record(z.string(), values, {error: MAP})
  .refine(lists => new Set(Object.values(lists).map(({length}) => length)).size <= 1, {
    error: issue => `lists of equal length${lengths(issue.input)}`
  });

const POINTS = 'a list of points, each a map of dotted keys to values';

const list = z
  .array(
    parsed(entry => (isPlain(entry) ? entry : 'a map of dotted keys to values')),
    {error: POINTS}
  )
  .min(1, {error: 'a list of at least one point'});

export const sweepSchema = z
  .object(
    {
      zip: zip.default({}),
      list: list.default([{}]),
      random: z.record(z.string(), parsed(randomOf), {error: 'a map of dotted keys to lists or ranges'}).default({}),
      sample: wholeNumber(1).optional(),
      seed: wholeNumber(0).default(0),
      halving: halvingSchema.optional()
    },
    {error: MAP}
  )
  .catchall(values)
  .refine(({random, sample}) => Object.keys(random).length === 0 || sample !== undefined, {
    error: 'given a sample: N where it draws at random'
  })
  .transform(({zip, list, random, sample, seed, halving, ...grid}): Sweep => ({
    ...{zip, list, random, sample, seed, halving},
    grid: grid
  }));

function lengths(input: unknown): string {
  if (!isPlain(input)) return '';
  const each = Object.entries(input).map(
    ([key, entry]) => `${key} has ${(valuesOf(entry) as readonly unknown[]).length}`
  );
  return ` (${each.join(', ')})`;
}
