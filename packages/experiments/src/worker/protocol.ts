import type {Engine} from '@espalier/backend';
import type {Executed} from '../run/executeRun.ts';
import type {RunProgress} from '../run/events.ts';
import type {SubmittedRun} from '../runs/submission.ts';

/** What a worker has to know before its first run. */
export interface WorkerSetup {
  /** Folder of the run store. */
  readonly runs: string;
  readonly dataDir?: string;
  readonly argv: readonly string[];
}

/** From the launcher to a worker. */
export type ToWorker =
  | {readonly kind: 'setup'; readonly setup: WorkerSetup}
  | {
      readonly kind: 'do';
      readonly run: SubmittedRun;
      /** Digests of the plugins, in the order of the configuration. */
      readonly plugins: readonly string[];
      /** Waits until whoever is at the run has let go of it. */
      readonly wait: boolean;
    }
  /** Stops the run under way at the next good moment; the worker stays. */
  | {readonly kind: 'stop'; readonly as: StopAs};

/** How a run that is stopped ends. */
export type StopAs = 'interrupted' | 'cancelled';

/** From a worker to its launcher. */
export type FromWorker =
  | {readonly kind: 'ready'; readonly engine: Engine}
  | {readonly kind: 'refused'; readonly error: string; readonly name: string}
  | {readonly kind: 'progress'; readonly key: string; readonly progress: RunProgress}
  /** Somebody else is at the run. */
  | {readonly kind: 'held'; readonly key: string}
  | {readonly kind: 'ended'; readonly key: string; readonly executed: Executed; readonly refusal: boolean};
