import {z} from 'zod';

// JSON has no non-finite numbers; the store writes them as these words.
const metric = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);
const count = z.int().nonnegative();

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
  metric: z.looseObject({name: z.string(), value: metric})
});

const head = {
  model: z.looseObject({sha256: z.string()}).optional(),
  data: z.looseObject({name: z.string(), split: z.string(), examples: count}).optional(),
  units: z.array(
    z.looseObject({group: z.string(), layers: z.array(z.string()), index: count, mflops: z.number().optional()})
  )
};

const scoreArray = z.array(z.number());

export const scoresSchema = z
  .looseObject({
    format: z.literal('espalier.scores/1'),
    ...head,
    criteria: z.record(z.string(), z.looseObject({raw: scoreArray, l2: scoreArray, l1: scoreArray, minMax: scoreArray}))
  })
  .refine(
    file =>
      Object.values(file.criteria).every(({raw, l2}) => raw.length === file.units.length && l2.length === raw.length),
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

export const metaSchema = z.looseObject({
  status: z.string(),
  created: z.string().optional(),
  engine: engineSchema.optional(),
  stages: z.record(z.string(), z.string()).optional()
});
