import type {Command} from 'commander';
import {wholeNumber} from '../options/numbers.ts';

/** What a Slurm task runs; not for people, and so not in the help. */
export function addWorker(program: Command): void {
  program
    .command('worker', {hidden: true})
    .description('do one run of a submission')
    .requiredOption('--submission <folder>', 'frozen runs')
    .requiredOption('--index <n>', 'line of the run, from 0', wholeNumber('--index', 0))
    .action(work);
}

/** Ends well when the run has ended, however it has: the run's record says how. */
async function work({submission, index}: {submission: string; index: number}): Promise<void> {
  const {runSubmitted} = await import('@espalier/experiments/worker');
  const stop = new AbortController();
  const soon = new AbortController();
  process.on('SIGUSR2', () => {
    soon.abort();
  });
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      stop.abort('interrupted');
    });
  }
  const launcher = {kind: 'local', pid: process.pid} as const;
  const signals = {signal: stop.signal, checkpointSoon: soon.signal};
  const onNotice = (line: string) => process.stderr.write(`${line}\n`);
  const done = await runSubmitted(submission, index, {launcher, ...signals, onNotice});
  process.stdout.write(`${done === 'held' ? 'held elsewhere' : `${done.status}${done.error ? `: ${done.error}` : ''}`}\n`);
}
