import {z} from 'zod';
import {fraction, positive, word} from './fields.ts';

const correlation = () => {
  const error = 'a correlation from -1 to 1';
  return z.number({error}).min(-1, {error}).max(1, {error});
};

const byCriterion = <T extends z.ZodType>(value: T) =>
  z.record(word('the name of a criterion'), value, {error: 'a map from criteria to what is known of them'});

/** Ways of comparing a criterion with the oracle, as `espalier correlate` names them. */
const spearman = z
  .strictObject({
    perLayer: correlation().optional(),
    allRaw: correlation().optional(),
    allL2: correlation().optional(),
    allL1: correlation().optional(),
    allMinMax: correlation().optional()
  })
  .readonly();

/** Of the network before pruning and after it. */
const ends = <T extends z.ZodType>(value: T, what: string) =>
  z.tuple([value, value], {error: `${what} before and after, as [BEFORE, AFTER]`}).readonly();

/** One network before and after pruning. */
const pruned = z
  .strictObject({
    criterion: word('the name of a criterion'),
    gflops: ends(positive(), 'GFLOPs'),
    accuracy: ends(fraction(), 'accuracies'),
    /** What is called accuracy, where that is not the share of right first guesses. */
    measure: word('what is measured').optional(),
    /** Circumstances, in words. */
    note: word('circumstances').optional(),
    /** From memory, and not checked against the print. */
    recalled: z.literal(true, {error: 'true, or left out'}).optional()
  })
  .readonly();

const subject = z
  .strictObject({
    /** Network and data in the source's words. */
    subject: word('network and data, in words'),
    /** Accuracy before pruning. */
    unpruned: fraction().optional(),
    /** What `unpruned` is, where that is not the share of right first guesses. */
    measure: word('what is measured').optional(),
    /** Rank correlations with the oracle. */
    spearman: byCriterion(spearman).optional(),
    /** Correlations within each layer, from input to output. */
    layers: byCriterion(z.array(correlation(), {error: 'a list of correlations'}).readonly()).optional(),
    pruned: z.array(pruned, {error: 'a list of pruned networks'}).readonly().optional(),
    /** Parts of `spearman` and `layers` that are from memory: `obd`, or `layers.taylor`. */
    recalled: z.array(word('a criterion, or layers.CRITERION'), {error: 'a list of names'}).readonly().optional()
  })
  .readonly();

/** Numbers that others have published, to stand beside a sweep's own. They are no part of a run's key. */
export const referenceSchema = z
  .strictObject({
    source: word('where the numbers are printed'),
    subjects: z.array(subject, {error: 'a list of networks with their data'}).readonly()
  })
  .readonly();

export type Reference = z.output<typeof referenceSchema>;
export type ReferenceSubject = Reference['subjects'][number];
