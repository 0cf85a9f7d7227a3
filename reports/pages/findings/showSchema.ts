import {z} from 'zod';
import {targetSchema} from '../../records/milestoneSchemas.ts';
import {QUALITY_NAMES} from '../../quantities/metricNames.ts';
import {filterSchema} from '../../quantities/quantitySchema.ts';

const common = {
  where: filterSchema.default({}),
  title: z.string().optional(),
  /** Of its files; needed where two entries would have the same. */
  name: z
    .string()
    .regex(/^[a-z0-9-]+$/, {error: 'expected small letters, digits and hyphens'})
    .optional()
};

const against = z.enum(['flops', 'units', 'parameters']).default('flops');
const quality = z.enum(QUALITY_NAMES);
const accuracy = z.enum(['testAccuracy', 'validationAccuracy']).default('testAccuracy');
const measures = z
  .array(z.enum(['perLayer', 'allRaw', 'allL2', 'allL1', 'allMinMax']))
  .default(['perLayer', 'allRaw', 'allL2']);
const control = z.enum(['unpruned', 'scratch']);

const FIGURES = [
  z.strictObject({figure: z.literal('accuracy'), against, metric: accuracy, ...common}),
  z.strictObject({
    figure: z.literal('milestones'),
    against,
    metric: quality.default('testAccuracy'),
    controls: z.array(control).default(['unpruned', 'scratch']),
    absolute: z.boolean().default(false),
    ...common
  }),
  z.strictObject({figure: z.literal('latency'), ...common}),
  z.strictObject({figure: z.literal('correlations'), measures, ...common}),
  z.strictObject({figure: z.literal('oracle-scatter'), ...common}),
  z.strictObject({figure: z.literal('oracle-ranks'), ...common}),
  z.strictObject({figure: z.literal('units-left'), ...common})
] as const;

const TABLES = [
  z.strictObject({
    table: z.literal('milestones'),
    metric: quality.default('testAccuracy'),
    baseline: z.string().default('random'),
    ...common
  }),
  z.strictObject({
    table: z.literal('reduction'),
    of: z.enum(['flops', 'parameters', 'units']).default('flops'),
    metric: quality.default('testAccuracy'),
    within: z.number().nonnegative(),
    against: z.enum(['start', 'unpruned']).default('start'),
    ...common
  }),
  z.strictObject({table: z.literal('correlations'), measures, ...common}),
  z.strictObject({table: z.literal('latency'), ...common}),
  z.strictObject({
    table: z.literal('bases'),
    metrics: z.array(quality).min(1).default(['testAccuracy']),
    at: targetSchema.optional(),
    ...common
  }),
  z.strictObject({
    table: z.literal('values'),
    rows: z.array(z.strictObject({what: z.string(), ours: z.string(), paper: z.string().optional()})).min(1),
    ...common
  }),
  z.strictObject({table: z.literal('spearman'), ...common}),
  z.strictObject({table: z.literal('spearman-by-layer'), ...common}),
  z.strictObject({table: z.literal('spearman-paper'), ...common}),
  z.strictObject({table: z.literal('spearman-layers-paper'), ...common}),
  z.strictObject({table: z.literal('accuracy-paper'), metric: accuracy, ...common}),
  z.strictObject({table: z.literal('accuracy-at-flops'), metric: accuracy, ...common})
] as const;

const figure = z.discriminatedUnion('figure', FIGURES, {
  error: known(
    'figure',
    FIGURES.map(({shape}) => shape.figure.value)
  )
});
const table = z.discriminatedUnion('table', TABLES, {
  error: known(
    'table',
    TABLES.map(({shape}) => shape.table.value)
  )
});
const prose = z.strictObject({text: z.string().trim().min(1)});

/** One thing that a page shows after the verdict. */
export const showSchema = z.record(z.string(), z.unknown()).transform((entry, context) => {
  const schema = 'figure' in entry ? figure : 'table' in entry ? table : prose;
  const parsed = schema.safeParse(entry);
  if (parsed.success) return parsed.data;
  for (const {path, message} of parsed.error.issues) context.addIssue({code: 'custom', path: [...path], message});
  return z.NEVER;
});

export type Show = z.output<typeof showSchema>;
export type ShownFigure = z.output<typeof figure>;
export type ShownTable = z.output<typeof table>;

function known(kind: string, names: readonly string[]) {
  return ({code}: {readonly code: string}) =>
    code === 'invalid_union' ? `expected a ${kind} that is known: ${names.join(', ')}` : undefined;
}
