import type {ArrayRecord} from './arrays.ts';
import {slurm} from './command.ts';
import {parseSacct} from './sacct.ts';
import {taskState, type TaskState} from './states.ts';

/** An array that Slurm is asked about. */
export type PolledArray = Pick<ArrayRecord, 'name' | 'job' | 'cluster'> & {readonly tasks: {readonly length: number}};

/** What Slurm says of one task. */
export interface SlurmTask {
  readonly state: TaskState;
  /** Why it waits or how it ended, in Slurm's words, such as `BeginTime` or `Resources`. */
  readonly reason?: string;
}

/** What Slurm says of an array. */
export interface PolledTasks {
  /** Id of the array, also where only squeue knows it; nothing where it never reached Slurm. */
  readonly job?: string;
  /** In the order of the array. */
  readonly tasks: readonly SlurmTask[];
}

/**
 * Asks Slurm about all tasks of several arrays at once: squeue, which remembers ended tasks for minutes, and sacct about
 * what it has forgotten, where there is a database. A controller that does not answer makes everything `unknown`.
 *
 * @throws SlurmError where Slurm is not installed
 */
export async function pollSlurm(arrays: readonly PolledArray[]): Promise<readonly PolledTasks[]> {
  const seen = new Map<string, SlurmTask>();
  const jobs = new Map<string, string>();
  let reached = true;
  for (const [cluster, names] of namesByCluster(arrays)) {
    const said = await slurm('squeue', [...clusterOption(cluster), ...queueOptions(names)]);
    reached &&= said.ok;
    for (const {job, task, name, ...told} of said.ok ? parseQueue(said.stdout) : []) {
      seen.set(`${job}_${task}`, told);
      jobs.set(name, job);
    }
  }
  const known = arrays.map(array => ({...array, job: jobs.get(array.name) ?? array.job}));
  const forgotten = known.filter(({job, tasks}) => job !== undefined && !isWhole(job, tasks.length, seen));
  const history = reached && forgotten.length > 0 ? await askHistory(forgotten.map(({job = ''}) => job)) : new Map();
  const otherwise: SlurmTask = {state: reached ? 'gone' : 'unknown'};
  return known.map(({job, tasks}) => ({
    job,
    tasks: Array.from({length: tasks.length}, (_, task) => {
      const name = `${job ?? ''}_${task}`;
      return seen.get(name) ?? (history.get(name) as SlurmTask | undefined) ?? otherwise;
    })
  }));
}

function queueOptions(names: readonly string[]): readonly string[] {
  return ['--noheader', '--array', '--states=all', `--name=${names.join(',')}`, '--format=%i|%T|%r|%j'];
}

interface QueueLine extends SlurmTask {
  readonly job: string;
  readonly task: number;
  readonly name: string;
}

/** Reads lines of `squeue --array --format=%i|%T|%r|%j`. */
export function parseQueue(text: string): readonly QueueLine[] {
  return text.split('\n').flatMap(line => {
    const [id = '', state = '', reason = '', name = ''] = line.trim().split('|');
    const [, job, task] = /^(\d+)_(\d+)$/.exec(id) ?? [];
    if (job === undefined || task === undefined) return [];
    return [{job, task: Number(task), name, state: taskState(state), ...(reason !== 'None' && {reason})}];
  });
}

async function askHistory(jobs: readonly string[]): Promise<ReadonlyMap<string, SlurmTask>> {
  // Many clusters have no database, and some no sacct.
  const none = {ok: false, stdout: '', stderr: ''};
  const options = ['--allocations', '--noheader', '--parsable2', '--format=JobID,State,ExitCode'];
  const said = await slurm('sacct', [...options, `--jobs=${jobs.join(',')}`]).catch(() => none);
  return said.ok ? parseSacct(said.stdout) : new Map();
}

function isWhole(job: string, length: number, seen: ReadonlyMap<string, SlurmTask>): boolean {
  return Array.from({length}, (_, task) => seen.has(`${job}_${task}`)).every(Boolean);
}

function namesByCluster(arrays: readonly PolledArray[]): ReadonlyMap<string | undefined, readonly string[]> {
  const names = new Map<string | undefined, string[]>();
  for (const {cluster, name} of arrays) names.set(cluster, [...(names.get(cluster) ?? []), name]);
  return names;
}

/** Names the cluster, where sbatch said that there are several. */
export function clusterOption(cluster: string | undefined): readonly string[] {
  return cluster === undefined ? [] : [`--clusters=${cluster}`];
}
