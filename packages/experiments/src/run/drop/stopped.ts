import {sizeTargetOf, type SizeTarget} from '../../jobs/parseUntil.ts';
import type {UntilSettings} from '../../schema/until.ts';
import type {DropRule} from './dropRule.ts';
import type {JudgedDrop, JudgedStep} from './keptNetwork.ts';

/** What ended pruning, where a drop of quality may. Drops and bounds are percentage points. */
export interface Stopped {
  /** `floor`: every group was as small as it may get. */
  readonly by: 'maxDrop' | 'floor' | SizeTarget['target'];
  readonly metric: string;
  readonly points: number;
  /** Of the bounds, one-sided. */
  readonly confidence: number;
  /** Validation examples that they are judged by. */
  readonly examples: number;
  /** The network that was kept; the unpruned one at step 0. */
  readonly kept: JudgedDrop & {readonly step: number};
  /** The next one, where it was not good enough. */
  readonly failed?: JudgedStep;
}

export function stoppedBy(
  rule: Pick<DropRule, 'kept' | 'failed'>,
  until: UntilSettings,
  examples: number
): Stopped | undefined {
  if (!until.maxDrop) return undefined;
  const {step, drop, bound} = rule.kept();
  const failed = rule.failed();
  return {
    by: failed ? 'maxDrop' : (sizeTargetOf(until)?.target ?? 'floor'),
    ...until.maxDrop,
    confidence: 0.95,
    examples,
    kept: {step, drop, bound},
    ...(failed && {failed})
  };
}
