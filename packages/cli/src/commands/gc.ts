import {Option, type Command} from 'commander';
import type {Garbage} from '@espalier/experiments/store';
import {examples} from '../help/examples.ts';
import {timeSpan} from '../options/timeSpan.ts';
import {jsonOption, runsOption} from '../options/shared.ts';
import {counted} from '../output/counted.ts';
import {bytes} from '../output/formatNumber.ts';
import {printJson} from '../output/printJson.ts';
import {printText} from '../output/printText.ts';
import {shortened} from '../output/shortened.ts';
import {textTable} from '../output/textTable.ts';

export function addGc(program: Command): void {
  program
    .command('gc')
    .description('remove what nobody needs any more; runs never are among it')
    .option('-n, --dry-run', 'say what would be removed')
    .addOption(
      new Option('--older-than <time>', 'only what has not changed for so long: 30d, 12h, 0')
        .argParser(timeSpan('--older-than'))
        .default(24 * 3600, '1d')
    )
    .option('--checkpoints', 'also checkpoints of failed and cancelled runs, which then start over')
    .option('--all', 'list everything')
    .addOption(runsOption())
    .addOption(jsonOption())
    .addHelpText('after', examples('espalier gc -n', 'espalier gc --older-than 30d --checkpoints'))
    .action(gc);
}

interface GcFlags {
  readonly dryRun?: boolean;
  readonly olderThan: number;
  readonly checkpoints?: boolean;
  readonly all?: boolean;
  readonly runs: string;
  readonly json?: boolean;
}

async function gc({dryRun = false, olderThan, checkpoints, all = false, runs, json}: GcFlags): Promise<void> {
  const {existingRunStore, findGarbage} = await import('@espalier/experiments/store');
  const store = existingRunStore(runs);
  const {garbage, kept} = await findGarbage(store, {olderThanSeconds: olderThan, checkpoints});
  for (const line of kept) process.stderr.write(`${line}\n`);
  const removed: Garbage[] = [];
  for (const one of garbage) if (dryRun || (await one.remove())) removed.push(one);
  const total = removed.reduce((sum, one) => sum + one.bytes, 0);
  if (json) {
    const items = removed.map(({kind, path, bytes: size, reason}) => ({kind, path, bytes: size, reason}));
    printJson({format: 'espalier.gc/1', runs: store.root, dryRun, bytes: total, removed: items, kept});
    return;
  }
  const rows = removed.map(({kind, path, bytes: size, reason}) => [
    kind,
    path.slice(store.root.length + 1),
    bytes(size),
    reason
  ]);
  const columns = [{header: 'what'}, {header: 'where'}, {header: 'size', align: 'right' as const}, {header: 'why'}];
  const verb = dryRun ? 'Would remove' : 'Removed';
  const sum = `${verb} ${counted(removed.length, 'thing')}, ${bytes(total)}.`;
  printText(removed.length === 0 ? 'Nothing to remove.' : `${textTable(columns, shortened(rows, {all}))}\n\n${sum}`);
}
