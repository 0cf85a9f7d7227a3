import {rm} from 'node:fs/promises';
import {dirname, join} from 'node:path';
import {withLock} from '@espalier/backend/lock';
import {readSubmittedRuns} from '../runs/submission.ts';
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
import {sbatchOptions, sbatchScript, type ArrayJob} from './sbatchScript.ts';
import {keysUnderWay, pollSweep} from './underWay.ts';

export interface SubmitOptions {
  readonly sweep: string;
  /** Holds `runs.jsonl`; arrays get folders below its `slurm/`. Absolute, and the same on every node. */
  readonly submissionFolder: string;
  /** Lines in `runs.jsonl` of the runs that are to be done, from 0. */
  readonly runs: readonly number[];
  readonly options: SlurmOptions;
  /** The command that does runs of the submission; `--index` and their lines are added. */
  readonly worker: readonly string[];
  /** Threads that the runs were planned with. */
  readonly threads: number;
}

export interface SubmittedArrays {
  /** All arrays of the submission, those of earlier calls too. */
  readonly arrays: readonly SlurmArray[];
  /** Lines of the runs that this call submitted. */
  readonly submitted: readonly number[];
  /** Lines of the runs that wait or run since an earlier call. */
  readonly underWay: readonly number[];
}

/**
 * Submits runs as one job array, or several where the cluster's MaxArraySize asks for it, and returns. Runs of the sweep
 * that wait or run already, under whichever submission, are left to their tasks.
 *
 * @throws SlurmError where Slurm is not there, does not answer, or refuses; arrays that it took until then stay.
 */
export async function submitToSlurm(options: SubmitOptions): Promise<SubmittedArrays> {
  return withLock(`slurm ${dirname(options.submissionFolder)}`, () => submit(options));
}

async function submit({submissionFolder, runs, options, ...job}: SubmitOptions): Promise<SubmittedArrays> {
  const {arrayTasks} = await slurmLimits();
  const sweep = await pollSweep(dirname(submissionFolder));
  const alive = keysUnderWay(sweep);
  await clearHolds(sweep.polled);
  const keys = (await readSubmittedRuns(submissionFolder)).map(({key}) => key);
  const isAlive = (line: number) => alive.has(keys[line] ?? '');
  const submitted = runs.filter(line => !isAlive(line));
  for (const part of chunks(chunks(submitted, options.runsPerTask), arrayTasks)) {
    const folder = await claimArrayFolder(submissionFolder);
    const name = arrayName(job.sweep, submissionFolder, folder);
    await submitArray({name, folder, options, worker: job.worker, threads: job.threads}, part);
  }
  return {arrays: await readArrays(submissionFolder), submitted, underWay: runs.filter(isAlive)};
}

/** The record is written before and after: whatever dies between, squeue finds the array by its name. */
async function submitArray(job: Omit<ArrayJob, 'tasks'>, tasks: readonly (readonly number[])[]): Promise<void> {
  const {folder, name, options} = job;
  const array = {...job, tasks: tasks.length};
  const record: ArrayRecord = {format: 'espalier.slurm/1', name, options};
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
  await writeArrayRecord(folder, {...record, job: id, ...(cluster !== undefined && {cluster})});
}

function chunks<T>(list: readonly T[], size: number): readonly (readonly T[])[] {
  return Array.from({length: Math.ceil(list.length / size)}, (_, i) => list.slice(i * size, (i + 1) * size));
}
