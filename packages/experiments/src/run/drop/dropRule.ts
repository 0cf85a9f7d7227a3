import {
  cloneNetwork,
  disposeNetwork,
  dropBound,
  predictOutcomes,
  TargetError,
  type Examples,
  type Network,
  type Outcomes,
  type TunedMoment
} from '@espalier/core';
import {dropMetricOf, type MaxDrop} from '../../schema/until.ts';
import type {Judged, JudgedDrop, JudgedStep, KeptNetwork} from './keptNetwork.ts';

/** Judges networks that have recovered from their last removal, and keeps the last one that was good enough. */
export interface DropRule {
  /** Judges the network, and keeps a copy of one that is good enough. */
  readonly judge: (network: Network, moment: TunedMoment) => Promise<Judged>;
  /** The last network that was good enough; it stays the rule's. */
  readonly kept: () => Omit<KeptNetwork, 'pending'>;
  /** The one that was not. */
  readonly failed: () => JudgedStep | undefined;
  readonly dispose: () => void;
}

export interface DropRuleOptions {
  readonly maxDrop: MaxDrop;
  readonly validation: Examples;
  /** What the unpruned network makes of them. */
  readonly unpruned: Outcomes;
  readonly seed: number;
  /** What an earlier attempt kept; it is the rule's from now on. */
  readonly resume?: Omit<KeptNetwork, 'pending'>;
}

/**
 * The rule for `network`, unpruned unless `resume` is given. Throws a TargetError where the validation examples cannot
 * tell so small a drop.
 */
export function createDropRule(network: Network, options: DropRuleOptions): DropRule {
  const {maxDrop, validation, unpruned, seed, resume} = options;
  const compare = (outcomes: Outcomes): JudgedDrop | null => {
    const found = dropBound(dropMetricOf(maxDrop), unpruned, outcomes, seed);
    return found && {drop: 100 * found.drop, bound: 100 * found.bound};
  };
  checkExamples(maxDrop, compare(unpruned), validation.size);
  let kept = resume ?? {network: cloneNetwork(network), step: 0, updates: 0, drop: 0, bound: 0};
  let failed: JudgedStep | undefined;
  return {
    judge: async (now, {step, updates, structure}) => {
      const judged = compare(await predictOutcomes(now, validation))!;
      const isGood = judged.bound <= maxDrop.points;
      if (isGood) {
        disposeNetwork(kept.network);
        kept = {network: cloneNetwork(now), step, updates, ...judged};
      } else {
        failed = {step, units: structure.units, ...judged};
      }
      return {...judged, isGood};
    },
    kept: () => kept,
    failed: () => failed,
    dispose: () => disposeNetwork(kept.network)
  };
}

/** `least` is what a network comes to that answers as the unpruned one does. */
function checkExamples({metric, points}: MaxDrop, least: JudgedDrop | null, examples: number): void {
  if (!least) {
    throw new TargetError(
      `Expected a metric to drop that the ${examples} validation examples have a number for, got ${metric}: ` +
        'a class has no example.'
    );
  }
  if (least.bound <= points) return;
  throw new TargetError(
    `Expected a drop of ${metric} that ${examples} validation examples can rule out, got ${points} points: ` +
      `even if no answer changes it may be ${least.bound.toFixed(2)} (95 % confidence). Take more validation examples or ` +
      'allow more points.'
  );
}
