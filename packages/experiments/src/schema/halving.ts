import {z} from 'zod';
import {oneOf, wholeNumber, word} from './fields.ts';

const VALUES = 'a list of at least two numbers, each larger than the one before';

const numbers = z.array(z.number({error: VALUES}), {error: VALUES}).min(2, {error: VALUES});

/**
 * Successive halving: every candidate is tried with the first of `values` for `key`, the best 1/`eta` of them with the
 * second, and so on.
 *
 * Source: synchronous, Jamieson and Talwalkar 2016, arXiv:1502.07943; asynchronous (ASHA), Li et al. 2020,
 * arXiv:1810.05934.
 */
export const halvingSchema = z
  .strictObject({
    key: word('the dotted key of a number, such as train.epochs'),
    values: numbers.refine(list => list.every((value, i) => i === 0 || value > (list[i - 1] ?? 0)), {error: VALUES}),
    eta: wholeNumber(2).default(3),
    mode: oneOf(['synchronous', 'asynchronous']).default('synchronous')
  })
  .readonly();

export type Halving = z.output<typeof halvingSchema>;
