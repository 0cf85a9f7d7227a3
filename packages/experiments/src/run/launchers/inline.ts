import {holdingRun} from '../../runs/runLease.ts';
import {readSummary} from '../../runs/runSummary.ts';
import {executeRun, type Executed} from '../executeRun.ts';
import type {RunContext} from '../runContext.ts';
import type {Ends, Work} from './launcher.ts';
import {taskQueue} from './taskQueue.ts';

/** Does runs in this process, one after the other. */
export async function launchInline(work: Work, context: RunContext): Promise<Ends> {
  const {onEvent, signal} = work;
  const queue = taskQueue(work);
  for (let task = await queue.next(); task; task = await queue.next()) {
    const {run, wait, position, total} = task;
    const doRun = async (): Promise<Executed> => {
      if (readSummary(run.folder)?.result) return {status: 'finished'};
      onEvent({kind: 'started', run, position, total});
      return executeRun(run, {...context, signal, onProgress: progress => onEvent({kind: 'progress', run, progress})});
    };
    const attempt = await holdingRun(run.folder, doRun, {wait});
    if (attempt.held) queue.held(run);
    else queue.ended(run, attempt.value);
  }
  return queue.ends;
}
