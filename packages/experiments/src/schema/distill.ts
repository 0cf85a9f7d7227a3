import {z} from 'zod';
import {atLeastZero, positive, word} from './fields.ts';

const upToOne = () => {
  const error = 'a number from 0 to 1';
  return z.number({error}).min(0, {error}).max(1, {error});
};

const features = z.strictObject({
  layers: z
    .array(word('the name or pattern of a layer'), {error: 'a list of layers'})
    .min(1, {error: 'a list of at least one layer'})
    .transform(layers => [...new Set(layers)].toSorted()),
  weight: atLeastZero().default(1)
});

/**
 * How the unpruned network teaches what is left of it. Weights of 0 ask for nothing: what they weigh is left out, and so is
 * all of it where nothing else is asked for, so that a sweep may begin without.
 */
export const distillSchema = z
  .strictObject({
    /** Divides the logits of both networks. */
    temperature: positive().default(4),
    /** Share of the teacher in the loss of the logits. */
    weight: upToOne().default(0.5),
    features: features.optional()
  })
  .transform(({features, ...logits}) => {
    const matched = features && features.weight > 0 ? {features} : undefined;
    return logits.weight > 0 || matched ? {...logits, ...matched} : undefined;
  })
  .readonly()
  .optional();

export type DistillSettings = NonNullable<z.output<typeof distillSchema>>;
