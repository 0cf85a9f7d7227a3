import type {Command} from 'commander';
import type {ListedRun} from '@espalier/experiments';
import {UsageError} from '../errors/UsageError.ts';
import {jsonOption, runsOption} from '../options/shared.ts';
import {percent} from '../output/formatNumber.ts';
import {metricText} from '../output/metricText.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {textTable} from '../output/textTable.ts';
import {listStore} from '../sweeps/listStore.ts';

export function addLs(program: Command): void {
  program
    .command('ls')
    .description('list runs: status, metric, size')
    .argument('[sweeps...]', 'sweeps to list; all unless named')
    .addOption(runsOption())
    .addOption(jsonOption())
    .action(ls);
}

async function ls(sweeps: readonly string[], {runs, json}: {runs: string; json?: boolean}): Promise<void> {
  const found = await listStore(runs);
  const known = [...new Set(found.map(({sweep}) => sweep))];
  const unknown = sweeps.find(name => !known.includes(name));
  if (unknown !== undefined) {
    const {unknownName} = await import('@espalier/experiments/store');
    throw new UsageError(unknownName('sweep', unknown, known));
  }
  const listed = found.filter(({sweep}) => sweeps.length === 0 || sweeps.includes(sweep));
  if (json) {
    printJson({format: 'espalier.runs/1', runs: listed.map(asJson)});
    return;
  }
  if (listed.length > 0) {
    printText(table(listed));
    return;
  }
  process.stderr.write(`No runs in ${runs} yet. Start some with: espalier sweep FILE\n`);
}

function asJson({sweep, id, folder, status, meta, result}: ListedRun) {
  const {key, seed, point, created} = meta;
  return {sweep, id, key, folder, status, seed, point, created, result};
}

function table(listed: readonly ListedRun[]): string {
  const rows = listed.map(({sweep, id, status, meta, result}) => [
    sweep,
    id,
    status,
    meta.created.slice(0, 16).replace('T', ' '),
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
