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
  readonly onNotice: (line: string) => void;
}

/** Longer than it takes to see that a sweep was cancelled. */
const SEEN_MILLISECONDS = 1500;

/**
 * Does the runs of this Slurm task, and returns its exit code. SIGUSR2 announces a time limit or a preemption: the run
 * under way stops behind its next checkpoint, and the task asks to be queued again. SIGTERM is what Slurm ends tasks
 * with: the run stops at once, and goes on where Slurm starts the task again.
 */
export async function doSlurmTask(task: OwnTask, {submission, lines, onNotice}: SlurmTaskOptions): Promise<number> {
  const record = await readArrayRecord(task.folder);
  const stop = new AbortController();
  const soon = new AbortController();
  const stopNow = () => {
    stop.abort('interrupted');
  };
  let notice: NodeJS.Timeout | undefined;
  process.on('SIGUSR2', () => {
    onNotice('Told by Slurm to stop soon (SIGUSR2).');
    soon.abort();
    // Where no checkpoint comes, what there is has to do.
    notice ??= setTimeout(stopNow, 500 * (record?.options.signalSeconds ?? 0));
  });
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      onNotice(`Told to stop now (${name}).`);
      // If the sweep was cancelled, that is seen before.
      setTimeout(stopNow, SEEN_MILLISECONDS);
    });
  }
  const sweep = dirname(resolve(submission));
  const cancel = await watchForCancel(openRunStore(join(sweep, '..', '..')), basename(sweep), stop.signal);
  const launcher = {kind: 'slurm', job: task.name, pid: process.pid} as const;
  const signals = {signal: cancel.signal, checkpointSoon: soon.signal};
  // A machine that died at a run may still seem to be at it: then the run is waited for.
  const ends = await runSubmitted(submission, lines, {launcher, ...signals, wait: true, onNotice});
  clearTimeout(notice);
  cancel.stop();
  for (const [i, end] of ends.entries()) onNotice(`run ${lines[i] ?? ''}: ${inWords(end)}`);
  if (!ends.some(end => end !== 'held' && end.status === 'interrupted')) return 0;
  const end = await requeueTask(task);
  onNotice(`task ${task.name}: ${end}`);
  return end === 'left' ? 1 : 0;
}

function inWords(end: Submitted): string {
  if (end === 'held') return 'held elsewhere';
  return end.error === undefined ? end.status : `${end.status}: ${end.error}`;
}
