import {fileURLToPath} from 'node:url';
import type {Experiment, SlurmOptions, SubmittedSweep} from '@espalier/experiments/slurm';
import {SilentExit} from '../errors/SilentExit.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {startComputing} from '../progress/startComputing.ts';
import {submittedText, type SubmittedDocument} from './submittedText.ts';
import {waitForTasks} from './waitForTasks.ts';

export interface OnSlurmFlags {
  readonly runs: string;
  readonly dataDir?: string;
  readonly maxRuns?: number;
  readonly rerunFailed?: boolean;
  readonly wait?: boolean;
  readonly threads?: number;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

const COMMAND = [process.execPath, fileURLToPath(new URL('../../bin/espalier.js', import.meta.url))];

/** Hands a sweep to Slurm, and says how to follow it; with `wait`, stays to the end as a local sweep does. */
export async function sweepOnSlurm(
  experiment: Experiment,
  slurm: SlurmOptions,
  {file, ...flags}: OnSlurmFlags & {readonly file?: string}
): Promise<void> {
  const {submitSweep} = await import('@espalier/experiments/slurm');
  setThreads(slurm, flags.threads);
  const {runs, dataDir, maxRuns, rerunFailed, wait, json, quiet} = flags;
  const start = () => startComputing({quiet});
  const options = {runs, dataDir, maxRuns, rerunFailed, file, slurm, start, command: COMMAND};
  const submitted = await submitSweep(experiment, options);
  const document = describe(submitted);
  if (wait) {
    if (!quiet) process.stderr.write(`${submittedText(document)}\n`);
    return waitForTasks(experiment, submitted, {runs, dataDir, json, quiet});
  }
  if (experiment.tracking && !quiet) {
    process.stderr.write('Nobody follows to MLflow: --wait does, and later espalier export-runs --to mlflow.\n');
  }
  if (json) printJson(document);
  else printText(submittedText(document));
  const isOver = document.submitted.length + document.underWay.length === 0;
  if (isOver && document.failed > 0) throw new SilentExit(1);
}

/** Tasks have one thread unless it is said otherwise: another number makes other runs, and asks for other cores. */
export function setThreads({cpusPerTask = 1}: SlurmOptions, threads?: number): void {
  if (threads !== undefined) process.env.ESPALIER_THREADS = String(threads);
  process.env.ESPALIER_THREADS ||= String(cpusPerTask);
}

function describe({sweep, store, plan, arrays, submitted, underWay}: SubmittedSweep): SubmittedDocument {
  const count = (state: string) => plan.filter(run => run.state === state).length;
  return {
    format: 'espalier.submitted/1',
    sweep,
    runs: store.root,
    finished: count('finished'),
    failed: count('failed'),
    submitted: submitted.map(({id}) => id),
    underWay: underWay.map(({id}) => id),
    arrays: arrays.map(({job, name, cluster, tasks, folder}) => ({
      ...{job: job ?? null, name, cluster},
      ...{tasks: tasks.length, logs: folder}
    }))
  };
}
