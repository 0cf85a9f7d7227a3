import {METRIC_NAMES} from '@espalier/core';
import {z} from 'zod';
import {fraction, oneOf, positive, wholeNumber} from './fields.ts';
import type {UntilSettings} from './until.ts';

/** Quantities that milestones may be fractions of, in an experiment file's words. */
export const MILESTONE_QUANTITIES = ['units', 'flops', 'params'] as const;

export type MilestoneQuantity = (typeof MILESTONE_QUANTITIES)[number];

const CONTROLS = ['unpruned', 'scratch'] as const;

/** What a milestone is compared with: the unpruned network given as many updates, the pruned shape from random weights. */
export type Control = (typeof CONTROLS)[number];

const fractions = z
  .array(fraction(), {error: 'a list of fractions between 0 and 1'})
  .min(1, {error: 'a list of at least one fraction'})
  // The network passes the largest one first; however they are written, they are the same milestones.
  .transform(list => [...new Set(list)].toSorted((a, b) => b - a))
  .optional();

/** Where a copy of the pruned network is fine-tuned and evaluated. Keys that are not given are left out of the settings. */
export const milestonesSchema = z
  .strictObject({
    units: fractions,
    flops: fractions,
    params: fractions,
    updates: wholeNumber(0),
    /** That of `prune` unless said. */
    lr: positive().optional(),
    controls: z.array(oneOf(CONTROLS), {error: `a list of ${CONTROLS.join(', ')}`}).optional(),
    /** Examples in a batch whose latency is measured; 1 unless said. */
    latencyBatch: wholeNumber(1).optional(),
    /** Whether the bytes of all outputs of one example are recorded. */
    memory: z.boolean({error: 'true or false'}).optional()
  })
  .refine(given => MILESTONE_QUANTITIES.filter(name => given[name] !== undefined).length === 1, {
    error: `a map with exactly one of ${MILESTONE_QUANTITIES.join(', ')}`
  })
  .transform(({controls = [], latencyBatch = 1, memory = false, ...given}) => ({
    ...given,
    ...(controls.length > 0 && {controls: CONTROLS.filter(name => controls.includes(name))}),
    ...(latencyBatch !== 1 && {latencyBatch}),
    ...(memory && {memory})
  }))
  .readonly();

export type MilestoneSettings = z.output<typeof milestonesSchema>;

/** Metrics beside loss and accuracy; left out of the settings where there are none. */
export const metricsSchema = z
  .array(oneOf(METRIC_NAMES), {error: `a list of ${METRIC_NAMES.join(', ')}`})
  .transform(names => (names.length > 0 ? METRIC_NAMES.filter(name => names.includes(name)) : undefined))
  .optional();

/** Splits that a run is evaluated on beside validation and test; left out of the settings where there are none. */
export const splitsSchema = z
  .array(oneOf(['train']), {error: 'a list of train'})
  .transform(names => (names.length > 0 ? [...new Set(names)] : undefined))
  .optional();

/** The quantity of milestones and its fractions, the largest first. */
export function milestonesOf(settings: MilestoneSettings): {
  readonly quantity: MilestoneQuantity;
  readonly fractions: readonly number[];
} {
  const quantity = MILESTONE_QUANTITIES.find(name => settings[name] !== undefined) ?? 'units';
  return {quantity, fractions: settings[quantity] ?? []};
}

/**
 * Adds an issue where pruning does not pass every milestone for sure: where it stops by another quantity, or in front of
 * one.
 */
export function checkMilestones(
  {milestones, prune: {until}}: CheckedSettings,
  context: {readonly addIssue: (issue: {code: 'custom'; path: PropertyKey[]; message: string}) => void}
): void {
  if (!milestones) return;
  const {quantity, fractions: listed} = milestonesOf(milestones);
  const end = until[quantity];
  const fail = (message: string) => context.addIssue({code: 'custom', path: ['milestones', quantity], message});
  const [given] = Object.keys(until);
  if (until.maxDrop) {
    fail('left out beside prune.until.maxDrop, which may end pruning in front of any of them');
  } else if (end === undefined) {
    fail(`fractions of what prune.until counts, ${given}, so that pruning passes every one of them`);
  } else if (listed.some(value => value < end)) {
    fail(`fractions of at least prune.until.${quantity}, ${end}, where pruning ends`);
  }
}

interface CheckedSettings {
  readonly milestones?: MilestoneSettings | undefined;
  readonly prune: {readonly until: UntilSettings};
}
