import {join} from 'node:path';
import type {Command} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {wholeNumber} from '../options/numbers.ts';
import {runsOption} from '../options/shared.ts';

export function addLogs(program: Command): void {
  program
    .command('logs')
    .description('what a run said, also while it says it')
    .argument('<run>', 'id, sweep/id, or the beginning of an id')
    .option('-f, --follow', 'go on until the run has ended')
    .option('--attempt <n>', 'of one attempt alone; of all unless given', wholeNumber('--attempt', 1))
    .option('--stderr', 'what went wrong, in place of what went well')
    .addOption(runsOption())
    .addHelpText(
      'after',
      examples('espalier logs taylor-s0 -f', 'espalier logs my-sweep/taylor-s0-1a2b3c4d5e --stderr')
    )
    .action(logs);
}

interface LogsFlags {
  readonly follow?: boolean;
  readonly attempt?: number;
  readonly stderr?: boolean;
  readonly runs: string;
}

async function logs(name: string, {follow = false, attempt, stderr = false, runs}: LogsFlags): Promise<void> {
  const {existingRunStore, findRun} = await import('@espalier/experiments/store');
  const store = existingRunStore(runs);
  const run = await findRun(store, name, {queued: true});
  const file = stderr ? 'stderr.log' : 'stdout.log';
  const isBegun = run.meta.attempts.length > 0;
  if (!isBegun && !follow) {
    throw new UsageError(`Expected a run that has begun, got ${run.id}, which is queued. -f waits for it.`);
  }
  if (!isBegun) process.stderr.write(`${run.id} is queued.\n`);
  const attempts = run.meta.attempts.map(({number}) => number);
  if (attempt !== undefined && !attempts.includes(attempt) && !(follow && attempt === attempts.length + 1)) {
    throw new UsageError(`Expected --attempt to be one of ${attempts.join(', ') || 'none'}, got ${attempt}.`);
  }
  const part = attempt === undefined ? [] : ['artifacts', 'attempts', String(attempt)];
  const {followLog} = await import('../looking/followLog.ts');
  const {runWatch} = await import('../looking/runWatch.ts');
  const isOver = follow ? runWatch(store, run, attempt) : () => Promise.resolve(true);
  const bytes = await followLog(join(run.folder, ...part, file), {isOver});
  if (bytes === 0 && !stderr) process.stderr.write(`${run.id} has said nothing. --stderr shows what went wrong.\n`);
  if (bytes === 0 && stderr) process.stderr.write(`${run.id} has complained of nothing.\n`);
}
