import {Option, type Command} from 'commander';
import type {ListedRun} from '@espalier/experiments';
import {examples} from '../help/examples.ts';
import {commaList} from '../options/lists.ts';
import {jsonOption, runsOption} from '../options/shared.ts';
import {percent} from '../output/formatNumber.ts';
import {metricText} from '../output/metricText.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable} from '../output/textTable.ts';

export function addLs(program: Command): void {
  program
    .command('ls')
    .description('list runs, also queued ones: status, metric, size')
    .argument('[sweeps...]', 'sweeps to list; all unless named')
    .addOption(new Option('--status <list>', 'only runs of these statuses').argParser(commaList('--status')))
    .addOption(
      new Option('--where <condition>', 'only runs for which it holds, such as lr=0.1 or seed<3; repeatable')
        .argParser((text, before: readonly string[]) => [...before, text])
        .default([], 'all')
    )
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText(
      'after',
      examples('espalier ls', "espalier ls my-sweep --status failed,interrupted --where 'lr>=0.01'")
    )
    .action(ls);
}

interface LsFlags {
  readonly status?: readonly string[];
  readonly where: readonly string[];
  readonly runs: string;
  readonly json?: boolean;
}

async function ls(sweeps: readonly string[], {runs, json, status, where}: LsFlags): Promise<void> {
  const {findRunStore} = await import('@espalier/experiments/store');
  const store = findRunStore(runs);
  const {listSweeps} = await import('../looking/listSweeps.ts');
  if (!store && sweeps.length > 0) (await import('@espalier/experiments/store')).existingRunStore(runs);
  const listings = store ? await listSweeps(store, sweeps) : [];
  (await import('../looking/complain.ts')).complain(listings);
  const found = listings.flatMap(listing => [...listing.runs, ...listing.queued]);
  const {chooseRuns} = await import('../looking/chooseRuns.ts');
  const listed = await chooseRuns(found, {status, where});
  if (json) {
    printJson({format: 'espalier.runs/1', runs: listed.map(asJson)});
    return;
  }
  if (listed.length > 0) printText(table(listed));
  else if (found.length > 0) process.stderr.write(`None of ${found.length} runs is like that.\n`);
  else process.stderr.write(`No runs in ${runs} yet. Start some with: espalier sweep FILE\n`);
}

function asJson({sweep, id, folder, status, meta, result}: ListedRun) {
  const {key, seed, point, created, attempts} = meta;
  return {sweep, id, key, folder, status, seed, point, ...(attempts.length > 0 && {created}), result};
}

function table(listed: readonly ListedRun[]): string {
  const rows = listed.map(({sweep, id, status, meta, result}) => [
    sweep,
    id,
    status,
    meta.attempts.length > 0 ? meta.created.slice(0, 16).replace('T', ' ') : '',
    result ? percent(result.after.flops / result.before.flops) : '',
    result ? `${metricText(result.metric)} ${result.metric.name}` : ''
  ]);
  return textTable(
    [
      {header: 'sweep'},
      {header: 'run'},
      {header: 'status'},
      {header: 'begun (UTC)'},
      {header: 'FLOPs left', align: 'right'},
      {header: 'metric', align: 'right'}
    ],
    rows
  );
}
