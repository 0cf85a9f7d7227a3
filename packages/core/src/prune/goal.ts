import type {Structure} from '../graph/structure.ts';
import type {Latency} from '../measureLatency.ts';
import type {Target} from '../target.ts';
import {TargetError} from './pruneOptions.ts';

/** What a measured goal remembers from step to step. */
export interface Measured {
  /** The last measurement of the network that is pruned. */
  readonly latency?: Latency;
  /** FLOPs of the network when it was measured last, or of the unpruned one. */
  readonly flops: number;
}

/** When the pruning of a network is done, and how much of a ranking it still takes. */
export interface Goal {
  /** Whether the network has arrived. A measured goal may ask the clock. */
  readonly reached: (structure: Structure) => Promise<boolean>;
  /** The shortest start of `ranked` whose removal arrives, or all of it. */
  readonly needed: (structure: Structure, ranked: readonly number[]) => Promise<readonly number[]>;
  /** Of a goal that is measured. */
  readonly measured?: () => Measured;
  readonly dispose: () => void;
}

/** The refusal of a target; `rest` is the share of the start that remains when every group is at its floor. */
export function outOfReach({quantity, fraction}: Target, rest: number): TargetError {
  const remain = quantity === 'latency' || quantity === 'memory' ? 'remains' : 'remain';
  return new TargetError(
    `Expected a target for ${quantity} that pruning can reach, got ${fraction}: with one unit (or the floor) left in ` +
      `every group, ${rest.toPrecision(3)} of ${quantity} ${remain}.`
  );
}
