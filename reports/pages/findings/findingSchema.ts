import {z} from 'zod';
import {QUALITY_NAMES} from '../../quantities/metricNames.ts';
import {filterSchema, quantitySchema, termFields} from '../../quantities/quantitySchema.ts';
import {showSchema} from './showSchema.ts';

const text = z.string().trim().min(1);
const name = z.string().regex(/^[A-Za-z][A-Za-z0-9_-]*$/, {error: 'expected a word without spaces and points'});

const expected = z
  .strictObject({
    above: z.number().optional(),
    below: z.number().optional(),
    between: z.tuple([z.number(), z.number()]).optional()
  })
  .refine(range => Object.keys(range).length === 1, {
    message: 'expected exactly one of {above: x}, {below: x} and {between: [x, y]}'
  });

const {where, ...highestFields} = termFields;
const highest = z.strictObject({
  criterion: text,
  among: z.union([z.enum(['paper', 'all']), z.array(text)]).default('paper'),
  where,
  ...highestFields
});

export const reductionFields = {
  of: z.enum(['flops', 'parameters', 'units']).default('flops'),
  metric: z.enum(QUALITY_NAMES).default('testAccuracy'),
  within: z.number().nonnegative(),
  against: z.enum(['start', 'unpruned']).default('start')
};

const KINDS = ['measure', 'highest', 'reduction', 'pooling', 'undecidable'] as const;

const comparison = z
  .strictObject({
    claim: text,
    measure: quantitySchema.optional(),
    highest: highest.optional(),
    reduction: z.strictObject({...reductionFields, where: filterSchema.default({})}).optional(),
    pooling: z.strictObject({where: filterSchema.default({})}).optional(),
    undecidable: text.optional(),
    expect: expected.optional(),
    each: z.literal('subject').optional()
  })
  .refine(one => KINDS.filter(kind => one[kind] !== undefined).length === 1, {
    message: `expected exactly one of ${KINDS.join(', ')}`
  })
  .refine(({measure, reduction, expect}) => (measure ?? reduction) === undefined || expect !== undefined, {
    message: 'expected `expect`, the range that the claim says',
    path: ['expect']
  })
  .refine(({reduction, expect}) => reduction === undefined || expect?.above !== undefined, {
    message: 'expected {above: TIMES} for a reduction',
    path: ['expect']
  });

/** A number of the paper: as typed, or where `reference:` of the experiment has it. */
const paperNumber = z.union([z.number(), z.strictObject({reference: text})], {
  error: 'expected a number, or {reference: PLACE} in the experiment’s `reference:`'
});

const VERDICTS = ['confirmed', 'contradicted', 'not decidable here'] as const;

/** `finding.yaml`; README.md beside this file has an example. */
export const findingSchema = z.strictObject({
  title: text,
  question: text,
  paper: z.strictObject({
    claim: text,
    source: text,
    numbers: z.record(name, paperNumber).default({})
  }),
  sweeps: z.array(text).min(1),
  labels: z.record(z.string(), text).default({}),
  commands: z.array(text).min(1),
  values: z.record(name, quantitySchema).default({}),
  comparisons: z.record(name, comparison),
  verdict: z.strictObject({
    from: z.array(text).min(1).optional(),
    expected: z.enum(VERDICTS),
    because: text
  }),
  show: z.array(showSchema)
});

export type FindingFile = z.output<typeof findingSchema>;
export type Comparison = z.output<typeof comparison>;
export type Expected = z.output<typeof expected>;
