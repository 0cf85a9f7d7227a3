import type {Command} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import {SilentExit} from '../errors/SilentExit.ts';

/** What a Slurm task runs; not for people, and so not in the help. */
export function addWorker(program: Command): void {
  program
    .command('worker', {hidden: true})
    .description('do runs of a submission')
    .requiredOption('--submission <folder>', 'frozen runs')
    .requiredOption('--index <list>', 'lines of the runs, from 0, joined by commas', parseLines)
    .action(work);
}

interface WorkerFlags {
  readonly submission: string;
  readonly index: readonly number[];
}

/** Ends well when the runs have ended, however they have: their records say how. */
async function work({submission, index}: WorkerFlags): Promise<void> {
  // Before all else is loaded: a signal that nobody takes is the end.
  const [soon, over] = [abortedBy('SIGUSR2'), abortedBy('SIGTERM', 'SIGINT')];
  const {doSlurmTask, ownTask, runSubmitted} = await import('@espalier/experiments/worker');
  const onNotice = (line: string) => process.stderr.write(`${line}\n`);
  const task = ownTask();
  if (task) throw new SilentExit(await doSlurmTask(task, {submission, lines: index, soon, over, onNotice}));
  const launcher = {kind: 'local', pid: process.pid} as const;
  await runSubmitted(submission, index, {launcher, checkpointSoon: soon, signal: over, onNotice});
}

function abortedBy(...names: readonly NodeJS.Signals[]): AbortSignal {
  const controller = new AbortController();
  for (const name of names) {
    process.on(name, () => {
      controller.abort('interrupted');
    });
  }
  return controller.signal;
}

function parseLines(text: string): readonly number[] {
  if (/^\d+(,\d+)*$/.test(text)) return text.split(',').map(Number);
  throw new UsageError(`Expected --index to be whole numbers joined by commas, got "${text}".`);
}
