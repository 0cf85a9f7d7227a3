import {OPTIMIZERS, UNIT_KINDS, type OptimizerName, type UnitKind} from '@espalier/core';
import {NORMALIZATIONS, type NormalizationName} from '@espalier/datasets';
import {z} from 'zod';
import {givenStructure} from '../jobs/givenStructure.ts';
import {autoUpdatesSchema, checkAutoUpdates} from './autoUpdates.ts';
import {checkCost, costSchema} from './cost.ts';
import {distillSchema} from './distill.ts';
import * as fields from './fields.ts';
import {
  atLeastZero,
  curvature,
  exampleCount,
  learningRate,
  oneOf,
  positive,
  share,
  wholeNumber,
  word
} from './fields.ts';
import {checkMilestones, metricsSchema, milestonesSchema, splitsSchema} from './milestones.ts';
import {modelSchema} from './model.ts';
import {checkMaxDrop, untilSchema} from './until.ts';

const rgb = z.tuple([z.number(), z.number(), z.number()], {error: 'three numbers, for red, green and blue'}).readonly();

const normalize = z.union(
  [
    oneOf(Object.keys(NORMALIZATIONS) as [NormalizationName, ...NormalizationName[]]),
    z.strictObject({mean: rgb, std: rgb, bgr: z.boolean().optional()}).readonly()
  ],
  {error: `one of ${Object.keys(NORMALIZATIONS).join(', ')}, or {mean: [R, G, B], std: [R, G, B]} of bytes`}
);

/** How image files become examples; keys that are not given are those of the data set. */
const images = z
  .strictObject({
    size: wholeNumber(1).optional(),
    /** Length of the shorter side before the crop. */
    resize: wholeNumber(1).optional(),
    /** Of training images. */
    crop: oneOf(['random', 'centre']).optional(),
    flip: z.boolean({error: 'true or false'}).optional(),
    normalize: normalize.optional()
  })
  .readonly();

/** How training sequences are varied. */
const augment = z
  .strictObject({
    length: share().optional(),
    warp: share().optional(),
    scale: atLeastZero().optional(),
    jitter: atLeastZero().optional()
  })
  .readonly();

const dataset = z
  .strictObject({
    name: word('the name of a data set, a .npz file or a folder of images'),
    train: wholeNumber(1).optional(),
    test: wholeNumber(1).optional(),
    /** Validation examples; those that the data gives, else a tenth of train, unless said. */
    validation: wholeNumber(1).optional(),
    /** Cross-validation: seed s is tested on fold s mod `folds` of all examples, of partition number ⌊s / `folds`⌋. */
    folds: wholeNumber(2).optional(),
    /** Training examples of each class, drawn by the run's seed from what is left behind validation. */
    perClass: wholeNumber(1).optional(),
    images: images.optional(),
    augment: augment.optional(),
    /** Of sequences: steps that each is resampled to. */
    steps: wholeNumber(2).optional(),
    /** Whether the validation examples that the data gives are trained on, too. */
    trainOn: oneOf(['train', 'train+validation']).optional()
  })
  .readonly();

const optimizers = oneOf(OPTIMIZERS as readonly [OptimizerName, ...OptimizerName[]]);

/** SGD came first: it is left out of the settings, so that older records keep their keys. */
const givenOptimizer = (name?: OptimizerName) => (name === undefined || name === 'sgd' ? {} : {optimizer: name});

const train = z
  .strictObject({
    epochs: wholeNumber(0).optional(),
    optimizer: optimizers.optional(),
    lr: learningRate().default(0.01),
    /** The last layer is trained alone first, by so many epochs. */
    head: z
      .strictObject({epochs: wholeNumber(1), lr: learningRate()})
      .readonly()
      .optional(),
    /** β₁ of AdamW. */
    momentum: share().default(0.9),
    weightDecay: atLeastZero().default(1e-4),
    batchSize: wholeNumber(1).default(32)
  })
  .transform(({optimizer, ...settings}) => ({...settings, ...givenOptimizer(optimizer)}))
  .readonly();

const pretrain = z
  .strictObject({dataset, train: train.prefault({})})
  .transform(({train: {epochs = 5, ...settings}, ...rest}) => ({...rest, train: {epochs, ...settings}}))
  .readonly();

const model = modelSchema(pretrain);

const pruneFields = z.strictObject({
  criterion: word('the name of a criterion').default('taylor'),
  normalize: oneOf(['l2', 'l1', 'min-max', 'none']).default('l2'),
  flopsLambda: atLeastZero().default(0),
  flopsScale: oneOf(['paper', 'relative', 'saved']).default('paper'),
  cost: costSchema,
  floor: fields.floor().default(1),
  unitsPerStep: fields.unitsPerStep().default(1),
  updates: wholeNumber(0).default(30),
  autoUpdates: autoUpdatesSchema,
  optimizer: optimizers.optional(),
  lr: positive().default(1e-4),
  momentum: share().default(0.9),
  weightDecay: atLeastZero().default(1e-4),
  batchSize: wholeNumber(1).default(32),
  curvature: curvature().default('sampled:1'),
  until: untilSchema.prefault({flops: 0.5}),
  /** Kinds of channels that are units; those of convolutions unless said. */
  units: z.array(oneOf(UNIT_KINDS as readonly [string, ...string[]]), {error: 'a list of kinds of units'}).optional(),
  /** Layers that stay whole, by name or pattern. */
  exclude: z.array(word('the name or pattern of a layer'), {error: 'a list of layers'}).optional(),
  /** Updates after the last removal; as many as between removals unless said. */
  finalUpdates: wholeNumber(0).optional(),
  /** Examples in a batch whose latency is measured. */
  latencyBatch: wholeNumber(1).optional(),
  distill: distillSchema
});

/**
 * Keys that came after the first records are left out of the settings while they say what is done without them, so that
 * those records keep their keys.
 */
export const pruneSchema = pruneFields
  .superRefine(checkMaxDrop)
  .superRefine(checkCost)
  .superRefine(checkAutoUpdates)
  .transform(
    ({optimizer, units, exclude, finalUpdates, latencyBatch = 1, distill, cost, autoUpdates, ...settings}) => ({
      ...settings,
      ...givenOptimizer(optimizer),
      ...givenStructure({units: units as readonly UnitKind[] | undefined, exclude}),
      ...(finalUpdates !== undefined && finalUpdates !== settings.updates && {finalUpdates}),
      ...(latencyBatch !== 1 && (settings.until.latency !== undefined || cost?.of === 'latency') && {latencyBatch}),
      ...(cost && {cost}),
      ...(autoUpdates && {autoUpdates}),
      ...(distill && {distill})
    })
  )
  .readonly();

/** Keys of a `prune:` section. */
export const PRUNE_KEYS: readonly string[] = Object.keys(pruneFields.shape);

const scores = z
  .strictObject({
    examples: exampleCount().optional(),
    batchSize: wholeNumber(1).default(32),
    curvature: curvature().default('sampled:1'),
    /** Also tells how stable each criterion's ranking is; left out of the settings unless asked for. */
    stability: z.boolean({error: 'true or false'}).optional()
  })
  .transform(({stability, ...given}) => ({...given, ...(stability && {stability})}))
  .readonly();

const oracle = z
  .strictObject({examples: exampleCount().default('all'), batchSize: wholeNumber(1).default(250)})
  .readonly();

const metric = z
  .strictObject({
    name: oneOf(['validationAccuracy', 'validationLoss']).default('validationAccuracy'),
    goal: oneOf(['maximize', 'minimize']).optional()
  })
  .readonly();

/** Everything that decides what one run computes. Keys and defaults are those of an experiment file. */
export const settingsSchema = z
  .strictObject({
    dataset,
    model,
    train: train.prefault({}),
    prune: pruneSchema.prefault({}),
    scores: scores.prefault({}),
    oracle: oracle.optional(),
    metric: metric.prefault({}),
    metrics: metricsSchema,
    splits: splitsSchema,
    milestones: milestonesSchema.optional(),
    plugins: z.array(word('the path or package name of a plugin'), {error: 'a list of plugins'}).readonly().default([])
  })
  .superRefine(checkMilestones)
  .transform(settings => ({
    ...settings,
    // Weights that come from a file are taken as they are unless the file asks for more training.
    train: {...settings.train, epochs: settings.train.epochs ?? (settings.model.path === undefined ? 5 : 0)},
    // An oracle and scores can only be compared on the same examples.
    scores: {...settings.scores, examples: settings.scores.examples ?? settings.oracle?.examples ?? ('all' as const)},
    metric: {
      ...settings.metric,
      goal: settings.metric.goal ?? (settings.metric.name === 'validationLoss' ? 'minimize' : 'maximize')
    }
  }))
  .readonly();

/** Settings with every default filled in. */
export type Settings = z.output<typeof settingsSchema>;
