import {DROP_METRICS, type DropMetric} from '@espalier/core';
import {z} from 'zod';
import {fraction, oneOf} from './fields.ts';

/** Quantities that pruning may end at a fraction of, in an experiment file's words. */
export const TARGETS = ['flops', 'params', 'units', 'memory', 'latency'] as const;
export type Target = (typeof TARGETS)[number];

/** As in rows of `metrics.jsonl`: `validationAccuracy`. */
type ValidationMetric = `validation${Capitalize<DropMetric>}`;

/** The name of a metric on validation examples. */
export function validationMetric(name: DropMetric): ValidationMetric {
  return `validation${name[0]!.toUpperCase()}${name.slice(1)}` as ValidationMetric;
}

const VALIDATION_METRICS = new Map(DROP_METRICS.map(name => [validationMetric(name), name]));

const points = () => {
  const error = 'a number of percentage points above 0 and below 100';
  return z.number({error}).gt(0, {error}).lt(100, {error});
};

const maxDrop = z
  .strictObject({
    metric: oneOf([...VALIDATION_METRICS.keys()] as [ValidationMetric, ...ValidationMetric[]]).default(
      'validationAccuracy'
    ),
    points: points()
  })
  .readonly();

/** Pruning ends in front of the first network whose metric may have dropped by more points. */
export type MaxDrop = z.output<typeof maxDrop>;

/** Where pruning ends: at a fraction of one quantity, in front of a drop of quality, or whichever comes first. */
export const untilSchema = z
  .strictObject({
    flops: fraction().optional(),
    params: fraction().optional(),
    units: fraction().optional(),
    memory: fraction().optional(),
    latency: fraction().optional(),
    maxDrop: maxDrop.optional()
  })
  .refine(
    ({maxDrop, ...sizes}) => Object.keys(sizes).length + (maxDrop && Object.keys(sizes).length === 0 ? 1 : 0) === 1,
    {
      error: 'exactly one of flops, params, units, memory and latency, or maxDrop, alone or with one of them'
    }
  )
  .refine(({maxDrop, latency}) => !(maxDrop && latency !== undefined), {
    error: 'maxDrop with flops, params, units or memory, or alone: latency is measured on its own'
  })
  .readonly();

export type UntilSettings = z.output<typeof untilSchema>;

/** What of a `prune:` section a drop of quality leaves no room for. */
interface Checked {
  readonly until: UntilSettings;
  readonly unitsPerStep: number | 'all';
  readonly finalUpdates?: number;
}

interface Issues {
  readonly addIssue: (issue: {code: 'custom'; path: PropertyKey[]; message: string}) => void;
}

/** Adds an issue where other keys contradict `maxDrop`. */
export function checkMaxDrop({until, unitsPerStep, finalUpdates}: Checked, {addIssue}: Issues): void {
  if (!until.maxDrop) return;
  const fail = (key: string, message: string) => addIssue({code: 'custom', path: [key], message});
  if (finalUpdates !== undefined) {
    fail('finalUpdates', 'left out beside until.maxDrop: the network that was judged is kept as it is');
  }
  if (unitsPerStep === 'all' && Object.keys(until).length === 1) {
    fail('unitsPerStep', 'a whole number where until.maxDrop stands alone: each step is judged');
  }
}

/** The metric's name in the engine. */
export function dropMetricOf({metric}: MaxDrop): DropMetric {
  return VALIDATION_METRICS.get(metric)!;
}
