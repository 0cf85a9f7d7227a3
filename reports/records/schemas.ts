import {z} from 'zod';
import {countSchema as count, metricSchema as metric} from './metricSchema.ts';
import {endSchema, milestoneSchema, targetSchema} from './milestoneSchemas.ts';

export const metricPointSchema = z.looseObject({
  step: count,
  updates: count,
  units: count,
  parameters: count,
  flops: z.number().nonnegative(),
  validationLoss: metric.optional(),
  validationAccuracy: metric.optional(),
  testLoss: metric.optional(),
  testAccuracy: metric.optional(),
  unitsLeft: z.record(z.string(), count).optional()
});

const lossAndAccuracy = z.looseObject({loss: metric, accuracy: metric});

export const removalStepSchema = z.looseObject({
  step: count,
  removed: z.array(
    z.looseObject({group: z.string(), index: count, original: count, score: metric.nullish(), rank: metric.nullish()})
  ),
  before: lossAndAccuracy,
  after: lossAndAccuracy,
  left: z.looseObject({units: count, parameters: count, flops: z.number().nonnegative()})
});

export const resultSchema = z.looseObject({
  format: z.literal('espalier.run/1'),
  criterion: z.string(),
  seed: z.int(),
  metric: z.looseObject({name: z.string(), value: metric}),
  before: endSchema.optional(),
  after: endSchema.optional(),
  milestones: z.array(milestoneSchema).optional(),
  /** Where a drop of quality may end pruning; drops and bounds are percentage points. */
  stopped: z
    .looseObject({
      by: z.string(),
      metric: z.string(),
      points: z.number(),
      kept: z.looseObject({step: count, drop: z.number(), bound: z.number()})
    })
    .optional()
});

const evaluation = z.record(z.string(), metric);

/** `metrics.json` of a base stage: of the trained network, and of its new head alone where that was trained first. */
export const baseSchema = z.looseObject({
  validation: evaluation.optional(),
  test: evaluation.optional(),
  head: z.looseObject({validation: evaluation.optional(), test: evaluation.optional()}).optional()
});

const head = {
  model: z.looseObject({sha256: z.string()}).optional(),
  data: z.looseObject({name: z.string(), split: z.string(), examples: count}).optional(),
  units: z.array(
    z.looseObject({group: z.string(), layers: z.array(z.string()), index: count, mflops: z.number().optional()})
  )
};

const scoreArray = z.array(z.number());

/** How alike other examples would rank the units by a criterion. */
const stability = z.looseObject({examples: count, all: z.number().nullable(), perLayer: z.number().nullable()});

export const scoresSchema = z
  .looseObject({
    format: z.literal('espalier.scores/1'),
    ...head,
    // Kept records have raw scores alone: all others follow from them.
    criteria: z.record(z.string(), z.looseObject({raw: scoreArray, l2: scoreArray.optional()})),
    stability: z.record(z.string(), stability).optional()
  })
  .refine(
    file =>
      Object.values(file.criteria).every(
        ({raw, l2}) => raw.length === file.units.length && (l2?.length ?? raw.length) === raw.length
      ),
    {path: ['criteria'], message: 'expected one score for each unit'}
  );

export const oracleSchema = z
  .looseObject({format: z.literal('espalier.oracle/1'), ...head, lossChange: scoreArray})
  .refine(file => file.lossChange.length === file.units.length, {
    path: ['lossChange'],
    message: 'expected one number for each unit'
  });

export const engineSchema = z.looseObject({
  name: z.string(),
  version: z.string().optional(),
  device: z.string().optional(),
  threads: count.optional(),
  oneDnn: z.boolean().optional()
});

const latency = z.looseObject({milliseconds: z.number().positive()});

/** Measured time of a pass of `batch` examples: of the whole network, and at each milestone. */
export const latenciesSchema = z.looseObject({
  batch: z.int().positive(),
  dense: latency,
  // `faster`: how many times, by passes of both networks in turns.
  milestones: z.array(latency.extend({target: targetSchema, faster: z.number().positive().optional()}))
});

export const metaSchema = z.looseObject({
  status: z.string(),
  created: z.string().optional(),
  engine: engineSchema.optional(),
  stages: z.record(z.string(), z.string()).optional(),
  latencies: latenciesSchema.optional(),
  updateMilliseconds: z.number().positive().optional(),
  pruningSeconds: z.number().positive().optional(),
  /** What the paper says of this experiment, as its file has it. */
  reference: z.record(z.string(), z.unknown()).optional()
});
