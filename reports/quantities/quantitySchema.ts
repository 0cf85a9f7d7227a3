import {z} from 'zod';
import {METRIC_NAMES, type MetricName} from './metricNames.ts';
import {targetSchema} from '../records/milestoneSchemas.ts';

const along = z
  .strictObject({flops: z.number().optional(), units: z.number().optional(), parameters: z.number().optional()})
  .refine(shares => Object.keys(shares).length === 1, {message: 'expected exactly one of flops, units and parameters'});

/** Where in a run something is measured. */
export const placeSchema = z.union([z.enum(['start', 'end', 'head']), z.strictObject({along}), targetSchema], {
  error: 'expected start, end, head, {units: SHARE}, {flops: SHARE}, {params: SHARE} or {along: {flops: SHARE}}'
});

const value = z.union([z.string(), z.number(), z.boolean(), z.null()]);

/** Which runs: by criterion, subject, sweep, label or any setting; `null` is a setting that is not given. */
export const filterSchema = z.record(z.string(), z.union([value, z.array(value)]));

const control = z.enum(['unpruned', 'scratch']);
const of = z.enum(METRIC_NAMES as [MetricName, ...MetricName[]], {
  error: `expected one of ${METRIC_NAMES.join(', ')}`
});

const change = z.strictObject({
  of: of.optional(),
  at: placeSchema.optional(),
  control: control.optional(),
  where: filterSchema.optional()
});

export const termFields = {
  of,
  at: placeSchema.default('start'),
  control: control.optional(),
  where: filterSchema.default({}),
  /** Of all runs of a seed that `where` leaves. */
  mean: z.literal(true).optional()
};

/** A number for each seed: one that was measured, or the difference or ratio of two. */
export const quantitySchema = z
  .strictObject({...termFields, minus: change.optional(), over: change.optional()})
  .refine(({minus, over}) => minus === undefined || over === undefined, {message: 'expected minus or over, got both'});

export type Place = z.output<typeof placeSchema>;
export type RunFilter = z.output<typeof filterSchema>;
/** What is measured of which runs, and where in them. */
export type Term = z.output<z.ZodObject<typeof termFields>>;
export type Quantity = z.output<typeof quantitySchema>;
