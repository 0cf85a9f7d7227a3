import {holdingRun} from '../runs/runLease.ts';
import {readSummary} from '../runs/runSummary.ts';
import {executeRun, type Executed} from './executeRun.ts';
import type {PlannedRun} from './planSweep.ts';
import type {RunContext} from './runContext.ts';
import type {SweepOptions} from './runSweep.ts';
import type {Schedule} from './schedule/schedule.ts';

/** Does what the schedule hands out, one run after the other, and says how each run ended, by its key. */
export async function workOff(
  schedule: Schedule,
  context: RunContext,
  {keepGoing = true, onEvent = () => undefined, signal}: SweepOptions
): Promise<ReadonlyMap<string, Executed>> {
  const ended = new Map<string, Executed>();
  const elsewhere: PlannedRun[] = [];
  const doRun = async (run: PlannedRun): Promise<Executed> => {
    if (readSummary(run.folder)?.result) return {status: 'finished'};
    const position = ended.size + 1;
    onEvent({kind: 'started', run, position, total: Math.max(position, schedule.expected)});
    return executeRun(run, {...context, onProgress: progress => onEvent({kind: 'progress', run, progress})});
  };
  const note = (run: PlannedRun, executed: Executed): boolean => {
    ended.set(run.key, executed);
    schedule.ended(run, {status: executed.status, result: readSummary(run.folder)?.result});
    onEvent({kind: 'ended', run, ...executed});
    return executed.status === 'interrupted' || (executed.status === 'failed' && !keepGoing);
  };
  while (!signal?.aborted) {
    const next = schedule.next();
    const isNew = next !== undefined && next !== 'wait';
    // What others are at is waited for when there is nothing else to do, and done here if they die.
    const run = isNew ? next : elsewhere.shift();
    if (!run) return ended;
    const attempt = await holdingRun(run.folder, () => doRun(run), {wait: !isNew});
    if (attempt.held) {
      elsewhere.push(run);
      onEvent({kind: 'elsewhere', run});
    } else if (note(run, attempt.value)) return ended;
  }
  return ended;
}
