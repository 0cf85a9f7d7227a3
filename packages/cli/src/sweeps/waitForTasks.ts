import {readFileSync} from 'node:fs';
import type {Experiment, SubmittedSweep, SweepSummary, TaskState} from '@espalier/experiments/slurm';
import {SilentExit} from '../errors/SilentExit.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {interruptible} from '../progress/interruption.ts';
import {resumeCommand} from '../progress/resumeCommand.ts';
import {sweepTable} from './sweepTable.ts';

interface WaitFlags {
  readonly runs: string;
  readonly dataDir?: string;
  readonly json?: boolean;
  readonly quiet?: boolean;
}

/** Follows the tasks of a sweep until all have ended, and ends as a local sweep does. Ctrl-C ends only the waiting. */
export async function waitForTasks(
  experiment: Experiment,
  {sweep, store, arrays}: SubmittedSweep,
  {json, quiet, ...options}: WaitFlags
): Promise<void> {
  const {countStates, startTracking, sweepExperiment, waitForSlurm} = await import('@espalier/experiments/slurm');
  const say = (line: string) => {
    if (!quiet) process.stderr.write(`${line}\n`);
  };
  let last = '';
  const wait = (signal: AbortSignal) =>
    waitForSlurm(arrays, {
      signal,
      onPolled: polled => {
        const line = inWords(countStates(polled));
        if (line !== last) say(`${sweep}: ${line}`);
        last = line;
      }
    });
  const onStopped = () => {
    say(`The tasks go on. Wait again with: ${resumeCommand()}`);
  };
  if (arrays.length > 0) {
    const follower = await startTracking(experiment.tracking, {store, sweep, onNotice: say});
    await interruptible(wait, {onStopped, quiet}).finally(() => follower?.stop());
  }
  const summary = await sweepExperiment(experiment, {...options, dryRun: true});
  const {sweepDocument} = await import('./sweepDocument.ts');
  const document = await sweepDocument(summary);
  if (json) printJson(document);
  else printText(sweepTable(document));
  await tellWhatIsMissing(summary);
  if (summary.failed.length + summary.remaining.length > 0) throw new SilentExit(1);
}

/** Says of every run that is not finished why, and where its log is. */
async function tellWhatIsMissing({sweep, store, failed, remaining}: SweepSummary): Promise<void> {
  for (const {run, error} of failed) process.stderr.write(`espalier: ${run.id}: ${error}\n`);
  if (remaining.length === 0) return;
  const {pollSweep, sweepFolder} = await import('@espalier/experiments/slurm');
  const {runs} = await pollSweep(sweepFolder(store, sweep));
  for (const {id, key, reason} of remaining) {
    const {task = 'no task', state = 'gone', reason: why, log} = runs.get(key) ?? {};
    const end = log === undefined ? '' : lastLine(log);
    process.stderr.write(`espalier: ${id}: ${reason}; task ${task} ${state}${why ? ` (${why})` : ''}${end}\n`);
  }
  process.stderr.write(`Go on with: ${resumeCommand()}\n`);
}

function lastLine(log: string): string {
  try {
    return `; ${log} ends: ${readFileSync(log, 'utf8').trimEnd().split('\n').at(-1) ?? ''}`;
  } catch {
    return '';
  }
}

function inWords(counts: ReadonlyMap<TaskState, number>): string {
  const names: Partial<Record<TaskState, string>> = {
    completed: 'ended',
    timeout: 'out of time',
    gone: 'forgotten by Slurm',
    unknown: 'unknown, because Slurm does not answer'
  };
  const parts = [...counts].toSorted().map(([state, count]) => `${count} ${names[state] ?? state}`);
  return parts.join(', ');
}
