import {mkdir, readFile} from 'node:fs/promises';
import {basename, join} from 'node:path';
import {foldersIn} from '../runs/foldersIn.ts';
import {writeAtomically, writeJson} from '../runs/writeAtomically.ts';
import type {SlurmOptions} from './options.ts';
import {TASKS_FILE} from './sbatchScript.ts';

/**
 * What is known of one job array. `<submission>/slurm/<number>/` holds `tasks` (one line a task: the places of its runs
 * in `runs.jsonl`), `job.sh`, `job.json` (this), and the logs of tasks.
 */
export interface ArrayRecord {
  readonly format: 'espalier.slurm/1';
  /** Name of the job, by which squeue finds it. */
  readonly name: string;
  /** Id that Slurm gave the array; absent where nobody lived to write it down. */
  readonly job?: string;
  /** Where one of several clusters took it. */
  readonly cluster?: string;
  /** What was asked for. */
  readonly options: SlurmOptions;
}

/** An array of a submission, with the places of its tasks' runs in `runs.jsonl`. */
export interface SlurmArray extends ArrayRecord {
  readonly folder: string;
  readonly tasks: readonly (readonly number[])[];
}

/** Makes the folder of the next array; two submitters never get the same one. */
export async function claimArrayFolder(submissionFolder: string): Promise<string> {
  const parent = join(submissionFolder, 'slurm');
  await mkdir(parent, {recursive: true});
  const taken = foldersIn(parent).map(Number).filter(Number.isInteger);
  for (let number = Math.max(0, ...taken) + 1; ; number++) {
    try {
      await mkdir(join(parent, String(number)));
      return join(parent, String(number));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    }
  }
}

export function writeTasks(folder: string, tasks: readonly (readonly number[])[]): Promise<void> {
  return writeAtomically(join(folder, TASKS_FILE), tasks.map(runs => `${runs.join(',')}\n`).join(''));
}

export function writeArrayRecord(folder: string, record: ArrayRecord): Promise<void> {
  return writeJson(join(folder, 'job.json'), record);
}

/** The record in the folder of an array; nothing where there is none that can be read. */
export async function readArrayRecord(folder: string): Promise<ArrayRecord | undefined> {
  try {
    const record = JSON.parse(await readFile(join(folder, 'job.json'), 'utf8')) as ArrayRecord;
    return (record.format as string) === 'espalier.slurm/1' ? record : undefined;
  } catch {
    return undefined;
  }
}

/** All arrays of a sweep, by the folders of its submissions. */
export async function readSweepArrays(sweepFolder: string): Promise<ReadonlyMap<string, readonly SlurmArray[]>> {
  const found = new Map<string, readonly SlurmArray[]>();
  for (const submission of foldersIn(sweepFolder).map(id => join(sweepFolder, id))) {
    const arrays = await readArrays(submission);
    if (arrays.length > 0) found.set(submission, arrays);
  }
  return found;
}

/** All arrays of a submission, in the order of their submitting. */
export async function readArrays(submissionFolder: string): Promise<readonly SlurmArray[]> {
  const parent = join(submissionFolder, 'slurm');
  const folders = foldersIn(parent).toSorted((a, b) => Number(a) - Number(b));
  const found = await Promise.all(folders.map(name => readArray(join(parent, name))));
  return found.filter(array => array !== undefined);
}

async function readArray(folder: string): Promise<SlurmArray | undefined> {
  const record = await readArrayRecord(folder);
  const text = await readFile(join(folder, TASKS_FILE), 'utf8').catch(() => undefined);
  if (!record || text === undefined) return undefined;
  const lines = text.split('\n').filter(Boolean);
  return {...record, folder, tasks: lines.map(line => line.split(',').map(Number))};
}

/** A name that no other array of this user has: that of the sweep, its submission and the array's number. */
export function arrayName(sweep: string, submissionFolder: string, folder: string): string {
  return `espalier-${sweep}-${basename(submissionFolder)}-${basename(folder)}`;
}
