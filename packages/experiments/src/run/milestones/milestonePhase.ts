import type {MilestoneSettings} from '../../schema/milestones.ts';
import type {Settings} from '../../schema/experiment.ts';
import {milestoneSeed} from './milestoneSeed.ts';
import type {TuningPhase} from './tuneResumably.ts';

/** How a copy at a milestone is fine-tuned. */
export function milestonePhase(
  {updates, lr}: MilestoneSettings,
  {prune}: Pick<Settings, 'prune'>,
  seed: number
): TuningPhase {
  return {updates, lr: lr ?? prune.lr, seed: milestoneSeed(seed)};
}
