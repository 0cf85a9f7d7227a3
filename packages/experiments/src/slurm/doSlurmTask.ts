import {basename, dirname, join, resolve} from 'node:path';
import {watchForCancel} from '../run/cancelSweep.ts';
import {openRunStore} from '../runs/runStore.ts';
import {runSubmitted, type Submitted} from '../worker/runSubmitted.ts';
import {readArrayRecord} from './arrays.ts';
import {requeueTask, type OwnTask} from './requeue.ts';

export interface SlurmTaskOptions {
  /** Folder of the submission. */
  readonly submission: string;
  /** Lines of the task's runs, from 0. */
  readonly lines: readonly number[];
  /** Aborted by SIGUSR2: a time limit or a preemption comes. */
  readonly soon: AbortSignal;
  /** Aborted by SIGTERM: Slurm ends the task now, and kills it after its KillWait. */
  readonly over: AbortSignal;
  readonly onNotice: (line: string) => void;
}

/** Longer than it takes to see that a sweep was cancelled, which a task is told by SIGTERM too. */
const SEEN_MILLISECONDS = 1500;

/** Of the time from SIGTERM to SIGKILL, half a minute where a site says nothing else, what a checkpoint may take. */
const LAST_MILLISECONDS = 8000;

/**
 * Does the runs of this Slurm task, and returns its exit code. A run that is told to stop does so behind its next
 * checkpoint, or without one where none comes in time; then the task asks to be queued again, unless Slurm has seen to
 * that or has cancelled it.
 */
export async function doSlurmTask(task: OwnTask, options: SlurmTaskOptions): Promise<number> {
  const {submission, lines, soon, over, onNotice} = options;
  const record = await readArrayRecord(task.folder);
  const checkpoint = new AbortController();
  const stop = new AbortController();
  const timers = [
    after(soon, 0, () => {
      onNotice('Told by Slurm to stop soon (SIGUSR2).');
      checkpoint.abort();
    }),
    after(soon, 500 * (record?.options.signalSeconds ?? 0), stopNow),
    after(over, SEEN_MILLISECONDS, () => {
      onNotice('Told by Slurm to stop now (SIGTERM).');
      checkpoint.abort();
    }),
    after(over, LAST_MILLISECONDS, stopNow)
  ];
  function stopNow(): void {
    stop.abort('interrupted');
  }
  const sweep = dirname(resolve(submission));
  const cancel = await watchForCancel(openRunStore(join(sweep, '..', '..')), basename(sweep), stop.signal);
  const launcher = {kind: 'slurm', job: task.name, pid: process.pid} as const;
  const signals = {signal: cancel.signal, checkpointSoon: checkpoint.signal};
  // A machine that died at a run may still seem to be at it: then the run is waited for.
  const ends = await runSubmitted(submission, lines, {launcher, ...signals, wait: true, onNotice}).finally(() => {
    cancel.stop();
    for (const timer of timers) timer.clear();
  });
  for (const [i, end] of ends.entries()) onNotice(`run ${lines[i] ?? ''}: ${inWords(end)}`);
  if (!ends.some(end => end !== 'held' && end.status === 'interrupted')) return 0;
  const end = await requeueTask(task);
  onNotice(`task ${task.name}: ${end}`);
  return end === 'left' ? 1 : 0;
}

/** Calls `fn` so many milliseconds after the signal, which may have come already. */
function after(signal: AbortSignal, milliseconds: number, fn: () => void): {readonly clear: () => void} {
  let timer: NodeJS.Timeout | undefined;
  const start = () => {
    timer = setTimeout(fn, milliseconds);
  };
  if (signal.aborted) start();
  else signal.addEventListener('abort', start, {once: true});
  return {
    clear: () => {
      signal.removeEventListener('abort', start);
      clearTimeout(timer);
    }
  };
}

function inWords(end: Submitted): string {
  if (end === 'held') return 'held elsewhere';
  return end.error === undefined ? end.status : `${end.status}: ${end.error}`;
}
