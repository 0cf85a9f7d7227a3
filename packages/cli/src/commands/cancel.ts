import type {Command} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import {examples} from '../help/examples.ts';
import {runsOption} from '../options/shared.ts';
import {counted} from '../output/counted.ts';
import {printText} from '../output/printText.ts';
import {listStore} from '../sweeps/listStore.ts';

export function addCancel(program: Command): void {
  program
    .command('cancel')
    .description('stop a sweep, wherever it runs; what is finished is kept, and resume goes on')
    .argument('<sweep>', 'name of the sweep')
    .addOption(runsOption())
    .addHelpText('after', examples('espalier cancel my-sweep'))
    .action(cancel);
}

async function cancel(sweep: string, {runs}: {runs: string}): Promise<void> {
  const found = await listStore(runs);
  const {askToCancel, openRunStore, submittedSweeps, unknownName} = await import('@espalier/experiments/store');
  const known = [...new Set([...found.map(run => run.sweep), ...submittedSweeps(runs)])];
  if (!known.includes(sweep)) throw new UsageError(unknownName('sweep', sweep, known));
  const store = openRunStore(runs);
  await askToCancel(store, sweep);
  const {cancelOnSlurm} = await import('@espalier/experiments/slurm');
  const tasks = await cancelOnSlurm(store, sweep);
  const running = found.filter(run => run.sweep === sweep && run.status === 'running').length;
  const asked = [
    running > 0 ? `Asked ${counted(running, 'run')} of ${sweep} to stop.` : undefined,
    tasks > 0 ? `Cancelled ${counted(tasks, 'task')} of Slurm.` : undefined
  ].filter(part => part !== undefined);
  printText(
    asked.length === 0
      ? `No run of ${sweep} is under way; whoever was about to begin one stops.`
      : `${asked.join(' ')} Go on with: espalier resume ${sweep}`
  );
}
