import type {SweepEvent} from '../events.ts';
import type {Executed} from '../executeRun.ts';
import type {Schedule} from '../schedule/schedule.ts';

/** What a launcher is given: runs, and how to go about them. */
export interface Work {
  readonly schedule: Schedule;
  readonly signal?: AbortSignal;
  readonly onEvent: (event: SweepEvent) => void;
  /** Goes on past a failed run. */
  readonly keepGoing: boolean;
  /** How often a run that fails is tried again at once. */
  readonly retries: number;
  /** Runs to do before stopping; all unless given. */
  readonly maxRuns?: number;
}

/** How runs ended, by their keys. */
export type Ends = ReadonlyMap<string, Executed>;
