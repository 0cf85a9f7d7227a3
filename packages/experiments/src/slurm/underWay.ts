import {readSubmittedRuns} from '../runs/submission.ts';
import {readSweepArrays, type SlurmArray} from './arrays.ts';
import {pollSlurm, type PolledTasks, type SlurmTask} from './poll.ts';
import {SlurmError} from './SlurmError.ts';
import {isAlive} from './states.ts';

/** A run that tasks were submitted for. */
export interface RunTask extends SlurmTask {
  /** Name of the task, `123_4`; nothing where the array never reached Slurm. */
  readonly task?: string;
  readonly log?: string;
}

/** What Slurm says of a sweep. */
export interface PolledSweep {
  /** By run key, the newest task of each run. */
  readonly runs: ReadonlyMap<string, RunTask>;
  readonly arrays: readonly SlurmArray[];
  /** Beside `arrays`. */
  readonly polled: readonly PolledTasks[];
}

/** Asks Slurm about every run that tasks of a sweep were submitted for, in all of its submissions. */
export async function pollSweep(sweepFolder: string): Promise<PolledSweep> {
  const submissions = await readSweepArrays(sweepFolder);
  const arrays = [...submissions.values()].flat();
  const polled = arrays.length === 0 ? [] : await pollSlurm(arrays);
  const keys = new Map<string, readonly string[]>();
  for (const folder of submissions.keys()) keys.set(folder, await keysOf(folder));
  const runs = new Map<string, RunTask>();
  for (const [folder, own] of submissions) {
    for (const array of own) {
      const {job, tasks} = polled[arrays.indexOf(array)]!;
      for (const [number, lines] of array.tasks.entries()) {
        const task = {...tasks[number]!, ...(job !== undefined && taskFiles(array, job, number))};
        for (const line of lines) note(runs, keys.get(folder)?.[line], task);
      }
    }
  }
  return {runs, arrays, polled};
}

/** Keys of the runs of a sweep that Slurm still works on or will. Throws a SlurmError where it cannot say. */
export function keysUnderWay({runs}: PolledSweep): ReadonlySet<string> {
  const alive = [...runs].filter(([, {state}]) => isAlive(state));
  if (alive.some(([, {state}]) => state === 'unknown')) {
    throw new SlurmError(
      'Expected to hear from squeue which runs wait or run, got no answer. Sweep again when `squeue` answers.'
    );
  }
  return new Set(alive.map(([key]) => key));
}

/** None of a damaged submission: whatever its tasks do, the locks of its runs hold. */
async function keysOf(submissionFolder: string): Promise<readonly string[]> {
  const runs = await readSubmittedRuns(submissionFolder).catch(() => []);
  return runs.map(({key}) => key);
}

/** A task that is alive tells more of a run than one that has ended. */
function note(runs: Map<string, RunTask>, key: string | undefined, task: RunTask): void {
  if (key === undefined) return;
  const known = runs.get(key);
  if (!known || isAlive(task.state) || !isAlive(known.state)) runs.set(key, task);
}

function taskFiles({folder}: SlurmArray, job: string, task: number): Pick<RunTask, 'task' | 'log'> {
  return {task: `${job}_${task}`, log: `${folder}/${job}_${task}.log`};
}
