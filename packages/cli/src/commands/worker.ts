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
  const {doSlurmTask, ownTask, runSubmitted} = await import('@espalier/experiments/worker');
  const onNotice = (line: string) => process.stderr.write(`${line}\n`);
  const task = ownTask();
  if (task) throw new SilentExit(await doSlurmTask(task, {submission, lines: index, onNotice}));
  const stop = new AbortController();
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      stop.abort('interrupted');
    });
  }
  await runSubmitted(submission, index, {
    launcher: {kind: 'local', pid: process.pid},
    signal: stop.signal,
    onNotice
  });
}

function parseLines(text: string): readonly number[] {
  if (/^\d+(,\d+)*$/.test(text)) return text.split(',').map(Number);
  throw new UsageError(`Expected --index to be whole numbers joined by commas, got "${text}".`);
}
