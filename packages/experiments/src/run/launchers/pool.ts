import type {Engine} from '@espalier/backend';
import {launchLocal} from './launchLocal.ts';
import type {Ends, Work} from './launcher.ts';
import {startPoolWorker, type PoolWorker, type PoolWorkerOptions} from './poolWorker.ts';

export interface PoolOptions extends Pick<PoolWorkerOptions, 'setup' | 'command'> {
  /** Runs at a time. */
  readonly jobs: number;
  /** GPUs that runs get, one each in turn; all see all unless given. */
  readonly gpus?: readonly string[];
}

/** Worker processes on this machine. */
export interface Pool {
  /** Starts the first worker, and says what its engine is. */
  readonly start: () => Promise<Engine>;
  readonly launch: (work: Work) => Promise<Ends>;
  /** Ends a worker that was started and never used. */
  readonly close: () => Promise<void>;
}

export function createPool({setup, command, jobs, gpus}: PoolOptions): Pool {
  let first: Promise<PoolWorker> | undefined;
  const startAt = (place: number) => startPoolWorker({setup, command, gpu: gpus?.[place % gpus.length]});
  const start = (place: number): Promise<PoolWorker> => {
    const waiting = place === 0 ? first : undefined;
    if (waiting) first = undefined;
    return waiting ?? startAt(place);
  };
  return {
    start: async () => (await (first ??= startAt(0))).engine,
    launch: work => launchLocal(work, {jobs, start}),
    close: async () => {
      await (await first?.catch(() => undefined))?.close();
    }
  };
}
