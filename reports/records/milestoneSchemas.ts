import {z} from 'zod';
import {countSchema, metricSchema} from './metricSchema.ts';

const metrics = {
  validationLoss: metricSchema.optional(),
  validationAccuracy: metricSchema.optional(),
  testLoss: metricSchema.optional(),
  testAccuracy: metricSchema.optional()
};

const sizes = {units: countSchema, parameters: countSchema, flops: z.number().nonnegative()};

/** Which share of the whole network's units, FLOPs or parameters a milestone was set at: exactly one of them. */
export const targetSchema = z
  .strictObject({units: z.number().optional(), flops: z.number().optional(), params: z.number().optional()})
  .refine(target => Object.keys(target).length === 1, {message: 'expected exactly one of units, flops and params'});

const control = z.looseObject({updates: countSchema, ...metrics});

/** The pruned network where it first had at most `target` left, after its own fine-tuning, and the controls there. */
export const milestoneSchema = z.looseObject({
  target: targetSchema,
  step: countSchema,
  updates: countSchema,
  ...sizes,
  ...metrics,
  controls: z.looseObject({unpruned: control.optional(), scratch: control.optional()}).optional()
});

/** Sizes and metrics of a run's network at its start or end. */
export const endSchema = z.looseObject({...sizes, ...metrics});

export type Milestone = z.infer<typeof milestoneSchema>;
export type MilestoneTarget = z.infer<typeof targetSchema>;
