import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import {jsonOption, runsOption} from '../options/shared.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';

export function addStatus(program: Command): void {
  program
    .command('status')
    .description('how sweeps come along: what is done, under way, to come and failed, and what to do next')
    .argument('[sweeps...]', 'sweeps to tell of in full; all in one table unless named')
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('espalier status', 'espalier status my-sweep', 'watch espalier status my-sweep'))
    .action(status);
}

async function status(names: readonly string[], {runs, json}: {runs: string; json?: boolean}): Promise<void> {
  const [{existingRunStore, standingOf}, {listSweeps}, {complain}, {sweepStatus}] = await Promise.all([
    import('@espalier/experiments/store'),
    import('../looking/listSweeps.ts'),
    import('../looking/complain.ts'),
    import('../looking/sweepStatus.ts')
  ]);
  const store = existingRunStore(runs);
  const listings = await listSweeps(store, names);
  complain(listings);
  const sweeps = [];
  for (const listing of listings) {
    const running = listing.runs.filter(run => run.status === 'running');
    const found = await Promise.all(running.map(async run => [run.id, await standingOf(run)] as const));
    const standings = new Map(found.flatMap(([id, standing]) => (standing ? [[id, standing] as const] : [])));
    sweeps.push(sweepStatus(listing, {standings, runs, now: Date.now()}));
  }
  if (json) {
    printJson({format: 'espalier.status/1', runs: store.root, sweeps});
    return;
  }
  const {statusTable, statusText} = await import('../looking/statusText.ts');
  if (sweeps.length === 0) process.stderr.write(`No runs in ${runs} yet. Start some with: espalier sweep FILE\n`);
  else printText(names.length === 0 && sweeps.length > 1 ? statusTable(sweeps) : sweeps.map(statusText).join('\n\n'));
}
