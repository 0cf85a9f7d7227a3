import {holdingRun} from '../runs/runLease.ts';
import {readSummary} from '../runs/runSummary.ts';
import {executeRun, type Executed} from './executeRun.ts';
import {toDo} from './planAndStart.ts';
import type {PlannedRun} from './planSweep.ts';
import type {RunContext} from './runContext.ts';
import type {SweepOptions} from './runSweep.ts';

/** Does what is to do, one run after the other, and says how each run ended, by its key. */
export async function workOff(
  plan: readonly PlannedRun[],
  context: RunContext,
  {keepGoing = true, onEvent = () => undefined, ...options}: SweepOptions
): Promise<ReadonlyMap<string, Executed>> {
  const ended = new Map<string, Executed>();
  const {signal} = options;
  const todo = toDo(plan, options);
  const elsewhere: PlannedRun[] = [];
  const doRun = async (run: PlannedRun): Promise<Executed> => {
    if (readSummary(run.folder)?.result) return {status: 'finished'};
    onEvent({kind: 'started', run, position: ended.size + 1, total: todo.length});
    return executeRun(run, {...context, onProgress: progress => onEvent({kind: 'progress', run, progress})});
  };
  const note = (run: PlannedRun, executed: Executed): boolean => {
    ended.set(run.key, executed);
    onEvent({kind: 'ended', run, ...executed});
    return executed.status === 'interrupted' || (executed.status === 'failed' && !keepGoing);
  };
  for (const run of todo) {
    if (signal?.aborted) return ended;
    const attempt = await holdingRun(run.folder, () => doRun(run));
    if (attempt.held) {
      elsewhere.push(run);
      onEvent({kind: 'elsewhere', run});
    } else if (note(run, attempt.value)) return ended;
  }
  // What others are at is waited for last, and done here if they die.
  for (const run of elsewhere) {
    if (signal?.aborted) return ended;
    const attempt = await holdingRun(run.folder, () => doRun(run), {wait: true});
    if (!attempt.held && note(run, attempt.value)) return ended;
  }
  return ended;
}
