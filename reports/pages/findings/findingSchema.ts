import {z} from 'zod';
import {columnQuantitySchema} from '../../quantities/columnQuantity.ts';
import {QUALITY_NAMES} from '../../quantities/metricNames.ts';
import {filterSchema, placeSchema, quantitySchema, termFields} from '../../quantities/quantitySchema.ts';
import {MEASURES, type Measure} from '../../records/correlationRow.ts';
import {parseAs} from './parseAs.ts';
import {factorSchema, showSchema} from './showSchema.ts';

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

const effect = z.strictObject({
  /** Names of the factors that are said to matter, together where there are several. */
  effect: z.array(text).min(1),
  of: z.enum(QUALITY_NAMES).default('testAccuracy'),
  at: placeSchema.default('end'),
  factors: z.array(factorSchema).min(1),
  where: filterSchema.default({})
});

const {control: _noControl, ...agreementFields} = termFields;
const oracleAgreement = z.strictObject({
  ...agreementFields,
  with: z.enum(MEASURES as [Measure, ...Measure[]]),
  without: z.array(text).default([]),
  over: z.enum(['seeds', 'subjects']).default('seeds')
});

/** Of run records, or of the rows of a bench. */
const anyQuantity = z
  .record(z.string(), z.unknown())
  .transform((entry, context) => parseAs('column' in entry ? columnQuantitySchema : quantitySchema, entry, context));

const KINDS = ['measure', 'highest', 'reduction', 'effect', 'pooling', 'oracleAgreement', 'undecidable'] as const;

const comparison = z
  .strictObject({
    claim: text,
    measure: anyQuantity.optional(),
    highest: highest.optional(),
    reduction: z.strictObject({...reductionFields, where: filterSchema.default({})}).optional(),
    effect: effect.optional(),
    pooling: z.strictObject({where: filterSchema.default({})}).optional(),
    oracleAgreement: oracleAgreement.optional(),
    undecidable: text.optional(),
    expect: expected.optional(),
    each: z.literal('subject').optional()
  })
  .refine(one => KINDS.filter(kind => one[kind] !== undefined).length === 1, {
    message: `expected exactly one of ${KINDS.join(', ')}`
  })
  .refine(one => (one.measure ?? one.reduction ?? one.oracleAgreement) === undefined || one.expect !== undefined, {
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
  group: z.enum(['paper', 'data', 'questions']).optional(),
  paper: z.strictObject({
    claim: text,
    source: text,
    numbers: z.record(name, paperNumber).default({})
  }),
  sweeps: z.array(text).default([]),
  /** A part of the bench whose record has rows. */
  bench: text.optional(),
  labels: z.record(z.string(), text).default({}),
  commands: z.array(text).min(1),
  values: z.record(name, anyQuantity).default({}),
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
