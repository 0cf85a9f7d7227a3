import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {withLock} from '@espalier/backend/lock';
import {writeAtomically} from '../runs/writeAtomically.ts';
import {
  arrayName,
  claimArrayFolder,
  readArrays,
  writeArrayRecord,
  writeTasks,
  type ArrayRecord,
  type SlurmArray
} from './arrays.ts';
import {clearHolds} from './holds.ts';
import {slurm} from './command.ts';
import {explainRefusal} from './explain.ts';
import {slurmLimits} from './limits.ts';
import type {SlurmOptions} from './options.ts';
import {pollSlurm} from './poll.ts';
import {sbatchOptions, sbatchScript, type ArrayJob} from './sbatchScript.ts';
import {SlurmError} from './SlurmError.ts';
import {isAlive} from './states.ts';

export interface SubmitOptions {
  readonly sweep: string;
  /** Holds `runs.jsonl`; arrays get folders below its `slurm/`. Absolute, and the same on every node. */
  readonly submissionFolder: string;
  /** Places in `runs.jsonl` of the runs that are to be done. */
  readonly runs: readonly number[];
  readonly options: SlurmOptions;
  /** The command that does runs of the submission; `--index` and their places are added. */
  readonly worker: readonly string[];
  /** Threads that the runs were planned with. */
  readonly threads: number;
}

export interface SubmittedArrays {
  /** All arrays of the submission, those of earlier calls too. */
  readonly arrays: readonly SlurmArray[];
  /** Places of the runs that this call submitted. */
  readonly submitted: readonly number[];
  /** Places of the runs that wait or run since an earlier call. */
  readonly alive: readonly number[];
}

/**
 * Submits runs as one job array, or several where the cluster's MaxArraySize asks for it, and returns. Runs whose tasks
 * wait or run already are left to them.
 *
 * @throws SlurmError where Slurm is not there, does not answer, or refuses; arrays that it took until then stay.
 */
export async function submitToSlurm(options: SubmitOptions): Promise<SubmittedArrays> {
  return withLock(`slurm ${options.submissionFolder}`, () => submit(options));
}

async function submit({submissionFolder, runs, options, ...job}: SubmitOptions): Promise<SubmittedArrays> {
  const {arrayTasks} = await slurmLimits();
  const before = await readArrays(submissionFolder);
  const alive = await aliveRuns(before);
  const submitted = runs.filter(run => !alive.has(run));
  const tasks = chunks(submitted, options.runsPerTask);
  const arrays: SlurmArray[] = [];
  for (const part of chunks(tasks, arrayTasks)) {
    const folder = await claimArrayFolder(submissionFolder);
    const name = arrayName(job.sweep, submissionFolder, folder);
    arrays.push(await submitArray({name, folder, options, worker: job.worker, threads: job.threads}, part));
  }
  return {arrays: [...before, ...arrays], submitted, alive: runs.filter(run => alive.has(run))};
}

/** Places of the runs that Slurm still works on or will. Throws a SlurmError where it cannot be asked. */
async function aliveRuns(arrays: readonly SlurmArray[]): Promise<ReadonlySet<number>> {
  if (arrays.length === 0) return new Set();
  const polled = await pollSlurm(arrays);
  if (polled.some(({tasks}) => tasks.some(({state}) => state === 'unknown'))) {
    throw new SlurmError(
      'Expected to hear from squeue which runs wait or run, got no answer. Sweep again when `squeue` answers.'
    );
  }
  await clearHolds(polled);
  return new Set(
    arrays.flatMap(({tasks}, i) => tasks.filter((_, task) => isAlive(polled[i]!.tasks[task]!.state)).flat())
  );
}

/** The record is written before and after: whatever dies between, squeue finds the array by its name. */
async function submitArray(job: Omit<ArrayJob, 'tasks'>, tasks: readonly (readonly number[])[]): Promise<SlurmArray> {
  const {folder, name, options} = job;
  const array = {...job, tasks: tasks.length};
  const {maxTimeouts, signalSeconds} = options;
  const record: ArrayRecord = {format: 'espalier.slurm/1', name, maxTimeouts, signalSeconds};
  const script = join(folder, 'job.sh');
  await Promise.all([
    writeTasks(folder, tasks),
    writeAtomically(script, sbatchScript(array)),
    writeArrayRecord(folder, record)
  ]);
  // On the command line they win over the user's SBATCH_ variables.
  const said = await slurm('sbatch', ['--parsable', ...sbatchOptions(array), script]);
  const [, id, cluster] = /^(\d+)(?:;(.+))?$/m.exec(said.stdout.trim()) ?? [];
  if (!said.ok || id === undefined) {
    // One that was killed for its silence may have been heard.
    if (!said.stderr.includes('did not answer within')) await rm(folder, {recursive: true, force: true});
    throw await explainRefusal('sbatch', said);
  }
  const full = {...record, job: id, ...(cluster !== undefined && {cluster})};
  await writeArrayRecord(folder, full);
  return {...full, folder, tasks};
}

function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({length: Math.ceil(list.length / size)}, (_, i) => list.slice(i * size, (i + 1) * size));
}
