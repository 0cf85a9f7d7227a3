import type {Engine} from '@espalier/backend';
import type {RunProgress} from '../run/events.ts';
import type {Executed} from '../run/executeRun.ts';
import type {SubmittedRun} from '../runs/submission.ts';
import type {WorkerOptions} from './openWorker.ts';

/** How a run that is stopped ends. */
export type StopAs = 'interrupted' | 'cancelled';

/** From the launcher to a worker. The first message is `setup`; a run comes when the one before it has ended. */
export type ToWorker =
  | {readonly kind: 'setup'; readonly setup: Pick<WorkerOptions, 'runs' | 'dataDir' | 'argv'>}
  | {
      readonly kind: 'do';
      readonly run: SubmittedRun;
      /** Waits until whoever is at the run has let go of it. */
      readonly wait: boolean;
    }
  /** Stops the run under way at the next good moment; the worker stays. */
  | {readonly kind: 'stop'; readonly as: StopAs};

/** From a worker to its launcher. */
export type FromWorker =
  | {readonly kind: 'ready'; readonly engine: Engine}
  /** The engine does not start. */
  | {readonly kind: 'refused'; readonly name: string; readonly error: string}
  | {readonly kind: 'progress'; readonly key: string; readonly progress: RunProgress}
  /** Somebody else is at the run. */
  | {readonly kind: 'held'; readonly key: string}
  | {readonly kind: 'ended'; readonly key: string; readonly executed: Executed};
