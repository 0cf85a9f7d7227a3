import {z} from 'zod';

/** JSON has no non-finite numbers; the store writes them as these words. */
export const metricSchema = z.union([z.number(), z.enum(['NaN', 'Infinity', '-Infinity']).transform(Number)]);

export const countSchema = z.int().nonnegative();
