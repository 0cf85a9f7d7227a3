import {z} from 'zod';
import {targetSchema} from '../../records/milestoneSchemas.ts';
import {COST_NAMES} from '../../quantities/costPoints.ts';
import {METRIC_NAMES, QUALITY_NAMES, type MetricName} from '../../quantities/metricNames.ts';
import {filterSchema, placeSchema} from '../../quantities/quantitySchema.ts';
import {MEASURES, type Measure} from '../../records/correlationRow.ts';
import {parseAs} from './parseAs.ts';

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

/** A setting that varies between runs: `criterion` or a dotted key, and its name in words. */
export const factorSchema = z.strictObject({setting: z.string(), name: z.string()});

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
  z.strictObject({
    figure: z.literal('against-setting'),
    of: z.enum(METRIC_NAMES as [MetricName, ...MetricName[]]),
    at: placeSchema.default('start'),
    x: factorSchema,
    line: z.number().optional(),
    criteria: z.array(z.string()).optional(),
    ...common
  }),
  z.strictObject({
    figure: z.literal('oracle-accuracy'),
    with: z.enum(MEASURES as [Measure, ...Measure[]]),
    of: quality.default('testAccuracy'),
    at: placeSchema.default('end'),
    ...common
  }),
  z.strictObject({figure: z.literal('oracle-scatter'), ...common}),
  z.strictObject({figure: z.literal('oracle-ranks'), ...common}),
  z.strictObject({figure: z.literal('units-left'), ...common}),
  z.strictObject({
    figure: z.literal('bench'),
    x: z.string(),
    y: z.string(),
    series: z.string(),
    points: z.string(),
    panels: z.string().optional(),
    logX: z.boolean().default(false),
    diagonal: z.boolean().default(false),
    ...common
  }),
  z.strictObject({
    figure: z.literal('cost'),
    metric: quality.default('testAccuracy'),
    against: z.enum(COST_NAMES).default('updates'),
    series: z.array(z.strictObject({label: z.string(), where: filterSchema})).min(1),
    ...common
  }),
  z.strictObject({
    figure: z.literal('heat-map'),
    of: quality.default('testAccuracy'),
    at: placeSchema.default('end'),
    x: factorSchema,
    y: factorSchema,
    panels: factorSchema,
    ...common
  }),
  z.strictObject({
    figure: z.literal('pareto'),
    metric: quality.default('testAccuracy'),
    against: z
      .array(z.enum(['flops', 'units', 'parameters', 'memory', 'latency']))
      .min(1)
      .default(['flops', 'memory', 'latency']),
    ...common
  })
] as const;

const TABLES = [
  z.strictObject({
    table: z.literal('variance'),
    of: quality.default('testAccuracy'),
    at: placeSchema.default('end'),
    factors: z.array(factorSchema).min(1),
    ...common
  }),
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
    table: z.literal('cost'),
    metric: quality.default('testAccuracy'),
    settings: z.array(factorSchema).min(1),
    baseline: filterSchema,
    ...common
  }),
  z.strictObject({table: z.literal('stopped'), ...common}),
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
  z.strictObject({
    table: z.literal('bench'),
    by: z.array(z.string()).min(1),
    columns: z.array(z.string()).min(1),
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
  return parseAs(schema, entry, context);
});

export type Show = z.output<typeof showSchema>;
export type ShownFigure = z.output<typeof figure>;
export type ShownTable = z.output<typeof table>;

function known(kind: string, names: readonly string[]) {
  return ({code}: {readonly code: string}) =>
    code === 'invalid_union' ? `expected a ${kind} that is known: ${names.join(', ')}` : undefined;
}
