import type {RunEnd} from '../events.ts';
import type {PlannedRun} from '../planSweep.ts';
import type {RunResult} from '../runResult.ts';

/** How a run ended. */
export interface Ended {
  readonly status: RunEnd;
  /** Where it is finished. */
  readonly result?: RunResult;
}

/** Decides which run of a sweep is next. */
export interface Schedule {
  /** How many runs it will start in all, as far as can be foreseen. */
  readonly expected: number;
  /** The next run to start, `wait` while it depends on runs that are under way, nothing when all is done. */
  next(): PlannedRun | 'wait' | undefined;
  /** Told once for every run that has ended, with its result where it is finished. */
  ended(run: PlannedRun, end: Ended): void;
  /** The run as it stands now: one that will not be started any more is `not promoted`, with the reason. */
  standing(run: PlannedRun): PlannedRun;
}
