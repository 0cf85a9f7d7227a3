import {z} from 'zod';
import {wholeNumber} from './fields.ts';
import {halvingSchema} from './halving.ts';

const RANGE = 'a list of values, or {min, max} with an optional scale of linear or log';

const range = z
  .strictObject({min: z.number(), max: z.number(), scale: z.enum(['linear', 'log']).default('linear')})
  .refine(({min, max}) => min < max, {error: '{min, max} with min below max'})
  .refine(({min, scale}) => scale === 'linear' || min > 0, {error: 'a log range that begins above 0'});

const values = z.array(z.unknown(), {error: 'a list of values'}).min(1, {error: 'a list of at least one value'});

const random = z.record(
  z.string(),
  z.custom<unknown>(entry => values.safeParse(entry).success || range.safeParse(entry).success, {error: RANGE})
);

/**
 * How a file spreads into runs: each dotted key with its list of values makes a grid. `random` holds keys to draw from
 * lists or ranges, `sample` the number of draws (of grid points, where nothing is drawn), `seed` that of the draws.
 */
export const sweepSchema = z
  .object({
    random: random.optional(),
    sample: wholeNumber(1).optional(),
    seed: wholeNumber(0).default(0),
    halving: halvingSchema.optional()
  })
  .catchall(values)
  .refine(({random: drawn, sample}) => drawn === undefined || sample !== undefined, {
    error: 'given a sample: N where it draws at random'
  })
  .readonly();

export type Sweep = z.output<typeof sweepSchema>;

/** Values of swept keys, by dotted key, in the order of the file. */
export type Point = Readonly<Record<string, unknown>>;

export type Range = z.output<typeof range>;

export function parseRange(entry: unknown): Range | readonly unknown[] {
  return Array.isArray(entry) ? (entry as readonly unknown[]) : range.parse(entry);
}
