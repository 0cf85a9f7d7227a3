import {z} from 'zod';

// Each field carries its expectation as the error text; `issueText.ts` puts the key, the place and the value around it.

export const wholeNumber = (least: number, most?: number) => {
  const expected =
    most === undefined ? `a whole number of at least ${least}` : `a whole number from ${least} to ${most}`;
  const schema = z.int({error: expected}).min(least, {error: expected});
  return most === undefined ? schema : schema.max(most, {error: expected});
};

export const positive = () => z.number({error: 'a number above 0'}).positive({error: 'a number above 0'});

export const atLeastZero = () => z.number({error: 'a number of at least 0'}).min(0, {error: 'a number of at least 0'});

/** Open at both ends. */
export const fraction = () => {
  const error = 'a fraction between 0 and 1';
  return z.number({error}).gt(0, {error}).lt(1, {error});
};

/** A share that may be 0, but not the whole. */
export const share = () => {
  const error = 'a number of at least 0 and below 1';
  return z.number({error}).min(0, {error}).lt(1, {error});
};

export const word = (what: string) => z.string({error: what}).min(1, {error: what});

export const oneOf = <const T extends readonly [string, ...string[]]>(options: T) =>
  z.enum(options, {error: `one of ${options.join(', ')}`});

/** Units that a step removes: a number of them, or all that the target needs at once. */
export const unitsPerStep = () => {
  const error = '"all" or a whole number of at least 1';
  return z.union([z.literal('all'), wholeNumber(1)], {error});
};

/** Units that layers keep: a count or a share below 1, for all or by layer name or pattern. */
export const floor = () => {
  const error = 'a share below 1 or a whole number of units, or a map from layer names or patterns to such numbers';
  const least = positive().refine(value => value < 1 || Number.isInteger(value), {error});
  return z.union([least, z.record(word('a layer'), least)], {error});
};

/** How many examples to use: all of the split in file order, or a number of them. */
export const exampleCount = () => {
  const error = '"all" or a whole number of at least 1';
  return z.custom<number | 'all'>(value => value === 'all' || (Number.isSafeInteger(value) && Number(value) >= 1), {
    error
  });
};

/** `exact`, or `sampled:N` for N label draws an example. */
export const curvature = () => {
  const error = '"exact" or "sampled:N" with N of at least 1';
  return z.string({error}).regex(/^(exact|sampled:[1-9]\d*)$/, {error});
};

/** A learning rate, or several of which the best on validation examples is taken. */
export const learningRate = () => {
  const several = 'a list of at least one learning rate';
  const choose = z
    .array(positive(), {error: several})
    .min(1, {error: several})
    .refine(rates => new Set(rates).size === rates.length, {error: 'a list of different learning rates'})
    .readonly();
  return z.union([positive(), z.strictObject({choose}).readonly()], {
    error: 'a number above 0, or {choose: [a, b, …]}'
  });
};
