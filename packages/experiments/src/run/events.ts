import type {Control} from '../schema/milestones.ts';
import type {PlannedRun} from './planSweep.ts';
import type {PlannedRung} from './schedule/halving/plannedRungs.ts';

/** What a run tells while it works. */
export type RunProgress =
  | {
      readonly kind: 'stage';
      readonly stage: 'base' | 'scores' | 'oracle' | 'costs' | 'milestone' | Control;
      readonly state: 'waiting' | 'working' | 'ready';
      /** Parts done and in all (updates, batches, units), while working. */
      readonly done?: number;
      readonly total?: number;
    }
  | {
      readonly kind: 'prune';
      readonly step: number;
      readonly units: number;
      readonly flops: number;
      readonly validationAccuracy: number;
      /** Of the way to the target, in [0, 1]. */
      readonly progress: number;
    };

/** What a sweep tells while it works. */
export type SweepEvent =
  | {readonly kind: 'planned'; readonly runs: readonly PlannedRun[]; readonly rungs?: readonly PlannedRung[]}
  | {readonly kind: 'started'; readonly run: PlannedRun; readonly position: number; readonly total: number}
  | {readonly kind: 'progress'; readonly run: PlannedRun; readonly progress: RunProgress}
  /** Another process is at it. */
  | {readonly kind: 'elsewhere'; readonly run: PlannedRun}
  /** It is tried again; why, in words. */
  | {readonly kind: 'again'; readonly run: PlannedRun; readonly reason: string}
  | {readonly kind: 'ended'; readonly run: PlannedRun; readonly status: RunEnd; readonly error?: string};

export type RunEnd = 'finished' | 'failed' | 'interrupted' | 'cancelled';

/** Thrown between two steps when the user asked to stop. */
export class Interrupted extends Error {
  override readonly name = 'Interrupted';
}

export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (signal?.aborted) throw new Interrupted('Interrupted.');
}
