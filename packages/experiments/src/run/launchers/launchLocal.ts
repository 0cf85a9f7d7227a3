import type {StopAs} from '../../worker/protocol.ts';
import {failDeadRun} from '../../runs/failDeadRun.ts';
import type {Ends, Work} from './launcher.ts';
import type {PoolWorker} from './poolWorker.ts';
import {taskQueue, type Task} from './taskQueue.ts';

export interface PoolOptions {
  /** Runs at a time. */
  readonly jobs: number;
  /** Starts a worker for the n-th place of the pool. */
  readonly start: (place: number) => Promise<PoolWorker>;
}

/** Does runs in processes of their own, several at a time. A process that dies takes only its run with it. */
export async function launchLocal(work: Work, {jobs, start}: PoolOptions): Promise<Ends> {
  const {signal, onEvent} = work;
  const queue = taskQueue(work);
  const workers = new Set<PoolWorker>();
  const stopAll = () => {
    const as: StopAs = signal?.reason === 'cancelled' ? 'cancelled' : 'interrupted';
    for (const worker of workers) worker.stop(as);
  };
  const doTask = async (worker: PoolWorker, {run, wait, position, total}: Task): Promise<boolean> => {
    const {key, id, config, inputs} = run;
    if (!wait) onEvent({kind: 'started', run, position, total});
    const outcome = await worker.do(
      {key, id, config, digests: inputs.digests},
      {wait, onProgress: progress => onEvent({kind: 'progress', run, progress})}
    );
    if (outcome.kind === 'held') queue.held(run);
    else if (outcome.kind === 'ended') queue.ended(run, outcome.executed);
    else {
      if (queue.died(run, outcome.reason)) await failDeadRun(run.folder, outcome.reason);
      return false;
    }
    return true;
  };
  const workAt = async (place: number): Promise<void> => {
    let worker: PoolWorker | undefined;
    try {
      for (let task = await queue.next(); task; task = await queue.next()) {
        worker ??= await start(place);
        workers.add(worker);
        if (await doTask(worker, task)) continue;
        workers.delete(worker);
        worker = undefined;
      }
    } catch (error) {
      queue.stop();
      throw error;
    } finally {
      await worker?.close();
    }
  };
  signal?.addEventListener('abort', stopAll);
  try {
    await Promise.all(Array.from({length: jobs}, (_, place) => workAt(place)));
  } finally {
    signal?.removeEventListener('abort', stopAll);
  }
  return queue.ends;
}
