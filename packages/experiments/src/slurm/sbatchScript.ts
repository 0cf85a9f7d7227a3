import {join} from 'node:path';
import type {SlurmOptions} from './options.ts';
import {directiveValue, patternPath, shellWord} from './quote.ts';

/** One job array. */
export interface ArrayJob {
  /** Unlike that of every other array: squeue is asked by it. */
  readonly name: string;
  /** Folder of the array: its script, the runs of each task, its logs. */
  readonly folder: string;
  readonly tasks: number;
  readonly options: SlurmOptions;
  /** The command that does runs of the submission, without `--index`. */
  readonly worker: readonly string[];
  /** Threads that runs were planned with; part of their keys. */
  readonly threads: number;
}

/** Name of the file with one line a task: the places of its runs in `runs.jsonl`, from 0, joined by commas. */
export const TASKS_FILE = 'tasks';

/**
 * Options of sbatch, as `--option=value`. Requeueing appends to the log. The signal goes to the batch shell, which has
 * become the worker by then; SIGUSR1 would start Node's debugger.
 */
export function sbatchOptions({name, folder, tasks, options, threads}: ArrayJob): readonly string[] {
  const {cpusPerTask = threads, maxParallel, signalSeconds, extra} = options;
  const asked = {
    partition: options.partition,
    time: options.time,
    mem: options.memory,
    gres: options.gres,
    account: options.account,
    qos: options.qos,
    constraint: options.constraint
  };
  return [
    `--job-name=${name}`,
    `--array=0-${tasks - 1}%${maxParallel}`,
    `--output=${join(patternPath(folder), '%A_%a.log')}`,
    '--open-mode=append',
    '--requeue',
    `--signal=B:USR2@${signalSeconds}`,
    '--ntasks=1',
    `--cpus-per-task=${cpusPerTask}`,
    ...Object.entries(asked).flatMap(([option, value]) => (value === undefined ? [] : [`--${option}=${value}`])),
    ...extra
  ];
}

/** The batch script. Its last command takes the place of the shell, so that signals reach it. */
export function sbatchScript(job: ArrayJob): string {
  const directives = sbatchOptions(job).map(option => `#SBATCH ${directive(option)}\n`);
  const tasks = shellWord(join(job.folder, TASKS_FILE));
  return `#!/bin/bash
${directives.join('')}
# Comes before the worker does: then there is nothing to keep.
trap '' USR2
export ESPALIER_THREADS=${job.threads}
export ESPALIER_SLURM_ARRAY=${shellWord(job.folder)}
${job.options.setup.map(line => `${line}\n`).join('')}runs=$(sed -n "$((SLURM_ARRAY_TASK_ID + 1))p" ${tasks})
exec ${job.worker.map(shellWord).join(' ')} --index "$runs"
`;
}

function directive(option: string): string {
  const at = option.indexOf('=');
  return at < 0 ? option : `${option.slice(0, at + 1)}${directiveValue(option.slice(at + 1))}`;
}
