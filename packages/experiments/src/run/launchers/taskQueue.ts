import {readSummary} from '../../runs/runSummary.ts';
import type {Executed} from '../executeRun.ts';
import type {PlannedRun} from '../planSweep.ts';
import type {Ends, Work} from './launcher.ts';

/** A run to do now. */
export interface Task {
  readonly run: PlannedRun;
  /** Somebody else was at it when it was tried: now it is waited for. */
  readonly wait: boolean;
  /** Of the runs that are started, from 1. */
  readonly position: number;
  /** Runs that will be started in all, as far as can be foreseen. */
  readonly total: number;
}

/** Deaths of processes after which a run itself is to blame. */
const MOST_DEATHS = 3;

/**
 * Hands out the runs of a schedule to several who work at once, and takes note of what came of them: what failed is tried
 * again as often as is asked for, what somebody else is at comes last.
 */
export interface TaskQueue {
  /** The next run, as soon as it is known; nothing when there is nothing left to start. */
  readonly next: () => Promise<Task | undefined>;
  readonly ended: (run: PlannedRun, executed: Executed) => void;
  readonly held: (run: PlannedRun) => void;
  /** The process that was at the run is no more. True where the run is given up. */
  readonly died: (run: PlannedRun, reason: string) => boolean;
  /** Nothing more is started. */
  readonly stop: () => void;
  readonly ends: Ends;
}

export function taskQueue({schedule, signal, onEvent, keepGoing, retries, maxRuns = Infinity}: Work): TaskQueue {
  const ends = new Map<string, Executed>();
  const again: PlannedRun[] = [];
  const elsewhere: PlannedRun[] = [];
  const failures = new Map<string, number>();
  const deaths = new Map<string, number>();
  const positions = new Map<string, number>();
  let underWay = 0;
  let stopped = false;
  let waiting: (() => void)[] = [];

  const wake = () => {
    const all = waiting;
    waiting = [];
    for (const resume of all) resume();
  };
  const count = (counts: Map<string, number>, {key}: PlannedRun): number => {
    const now = (counts.get(key) ?? 0) + 1;
    counts.set(key, now);
    return now;
  };
  const put = (list: PlannedRun[], run: PlannedRun) => {
    underWay--;
    list.push(run);
    wake();
  };
  const end = (run: PlannedRun, executed: Executed) => {
    underWay--;
    ends.set(run.key, executed);
    schedule.ended(run, {status: executed.status, result: readSummary(run.folder)?.result});
    onEvent({kind: 'ended', run, ...executed});
    if (executed.status === 'failed' && !keepGoing) stopped = true;
    wake();
  };
  /** What can be started now, `wait` while that depends on what is under way. */
  const pick = (): Task | 'wait' | undefined => {
    const retried = again.shift();
    if (retried) return task(retried, false);
    const next = positions.size < maxRuns ? schedule.next() : undefined;
    if (next && next !== 'wait') return task(next, false);
    // What others are at may be what the schedule waits for.
    const held = elsewhere.shift();
    if (held) return task(held, true);
    return underWay > 0 ? 'wait' : undefined;
  };
  const task = (run: PlannedRun, wait: boolean): Task => {
    const position = positions.get(run.key) ?? positions.size + 1;
    positions.set(run.key, position);
    return {run, wait, position, total: Math.max(position, Math.min(maxRuns, schedule.expected))};
  };
  signal?.addEventListener('abort', wake);

  return {
    next: async () => {
      for (;;) {
        if (stopped || signal?.aborted) return undefined;
        const task = pick();
        if (task === undefined) wake();
        if (task !== 'wait') {
          if (task) underWay++;
          return task;
        }
        await new Promise<void>(resume => waiting.push(resume));
      }
    },
    ended: (run, executed) => {
      const {status, error = 'no message', refused} = executed;
      if (status === 'failed' && !refused && count(failures, run) <= retries) {
        onEvent({kind: 'again', run, reason: error});
        put(again, run);
      } else end(run, executed);
    },
    held: run => {
      onEvent({kind: 'elsewhere', run});
      put(elsewhere, run);
    },
    died: (run, reason) => {
      const isOver = stopped || signal?.aborted === true;
      const givenUp = count(deaths, run) >= MOST_DEATHS;
      if (isOver) end(run, {status: 'interrupted'});
      else if (givenUp) end(run, {status: 'failed', error: `${MOST_DEATHS} times ${reason}`});
      else {
        onEvent({kind: 'again', run, reason});
        put(again, run);
      }
      return givenUp && !isOver;
    },
    stop: () => {
      stopped = true;
      wake();
    },
    ends
  };
}
