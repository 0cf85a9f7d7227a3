import {setTimeout as sleep} from 'node:timers/promises';
import {clearHolds} from './holds.ts';
import {pollSlurm, type PolledArray, type PolledTasks} from './poll.ts';
import {isAlive, type TaskState} from './states.ts';

const FIRST_MILLISECONDS = 1000;
const LONGEST_MILLISECONDS = 60_000;

export interface WaitOptions {
  readonly signal?: AbortSignal;
  /** Told after each time that Slurm was asked. */
  readonly onPolled?: (polled: readonly PolledTasks[]) => void;
}

/**
 * Waits until every task of the arrays has ended, and returns what Slurm said last. Slurm is asked when a tenth more of
 * the time has gone by, at most once a second and at least once a minute: seldom, and hardly late.
 */
export async function waitForSlurm(
  arrays: readonly PolledArray[],
  {signal, onPolled = () => undefined}: WaitOptions = {}
): Promise<readonly PolledTasks[]> {
  const started = performance.now();
  for (;;) {
    const polled = await pollSlurm(arrays);
    onPolled(polled);
    if (signal?.aborted || !polled.some(({tasks}) => tasks.some(({state}) => isAlive(state)))) return polled;
    await clearHolds(polled);
    const pause = Math.min(LONGEST_MILLISECONDS, Math.max(FIRST_MILLISECONDS, (performance.now() - started) / 10));
    await sleep(pause, undefined, {signal}).catch(() => undefined);
  }
}

/** How many tasks are in each state. */
export function countStates(polled: readonly PolledTasks[]): ReadonlyMap<TaskState, number> {
  const counts = new Map<TaskState, number>();
  for (const {state} of polled.flatMap(({tasks}) => tasks)) counts.set(state, (counts.get(state) ?? 0) + 1);
  return counts;
}
