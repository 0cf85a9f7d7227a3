import {z} from 'zod';
import {wholeNumber, word} from './fields.ts';

/**
 * The `model:` section; `pretrain` is a data set and how to train on it. Keys that are not given, and `false`,
 * are left out of the settings.
 */
export function modelSchema<P extends z.ZodType>(pretrain: P) {
  return z
    .strictObject({
      zoo: word('the name of a network of the zoo').optional(),
      path: word('a model folder').optional(),
      /** Base width of a network of the zoo that has one; its own unless said. */
      width: wholeNumber(1).optional(),
      /** Published weights, and a fresh classifier. */
      pretrained: z.boolean({error: 'true or false'}).optional(),
      /** Trained on other data first; then the classifier is replaced by a fresh one. */
      pretrain: pretrain.optional(),
      /** Batch normalization keeps its weights and moving statistics in all training. */
      frozenBatchNorm: z.boolean({error: 'true or false'}).optional()
    })
    .refine(({zoo, path}) => (zoo === undefined) !== (path === undefined), {
      error: 'either {zoo: NAME} or {path: FOLDER}'
    })
    .refine(({path, width}) => path === undefined || width === undefined, {
      error: 'a network of the zoo where a width is given'
    })
    .refine(({path, pretrained, pretrain}) => path === undefined || (!pretrained && pretrain === undefined), {
      error: 'a network of the zoo where it is to be pretrained'
    })
    .refine(({pretrained, pretrain}) => !pretrained || pretrain === undefined, {
      error: 'either pretrained or to pretrain'
    })
    .refine(({pretrained, pretrain, frozenBatchNorm}) => !frozenBatchNorm || pretrained || pretrain !== undefined, {
      error: 'pretrained where batch normalization is frozen'
    })
    .transform(({pretrained, frozenBatchNorm, ...model}) => ({
      ...model,
      ...(pretrained && {pretrained}),
      ...(frozenBatchNorm && {frozenBatchNorm})
    }))
    .readonly();
}
