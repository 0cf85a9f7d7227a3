import type {Command} from 'commander';
import {UsageError} from '../errors/UsageError.ts';
import {runsOption} from '../options/shared.ts';
import {printText} from '../output/printText.ts';
import {listStore} from '../sweeps/listStore.ts';

export function addCancel(program: Command): void {
  program
    .command('cancel')
    .description('stop a sweep, wherever it runs; what is finished is kept, and resume goes on')
    .argument('<sweep>', 'name of the sweep')
    .addOption(runsOption())
    .action(cancel);
}

async function cancel(sweep: string, {runs}: {runs: string}): Promise<void> {
  const found = await listStore(runs);
  const known = [...new Set(found.map(run => run.sweep))];
  const {askToCancel, openRunStore, unknownName} = await import('@espalier/experiments/store');
  if (!known.includes(sweep)) throw new UsageError(unknownName('sweep', sweep, known));
  await askToCancel(openRunStore(runs), sweep);
  const running = found.filter(run => run.sweep === sweep && run.status === 'running').length;
  printText(
    running === 0
      ? `No run of ${sweep} is under way; whoever was about to begin one stops.`
      : `Asked ${running} ${running === 1 ? 'run' : 'runs'} of ${sweep} to stop. Go on with: espalier resume ${sweep}`
  );
}
