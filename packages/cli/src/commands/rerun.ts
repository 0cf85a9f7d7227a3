import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import {addLaunchOptions, launchOf, type LaunchFlags} from '../options/launch.ts';
import {dataDirOption, jsonOption, quietOption, runsOption} from '../options/shared.ts';
import {followSweep, type SweepFlags} from '../sweeps/followSweep.ts';

export function addRerun(program: Command): void {
  const command = program
    .command('rerun')
    .description('do single runs of a sweep again as they were configured')
    .argument('<runs...>', 'ids, sweep/ids, or beginnings of ids')
    .option('--force', 'finished runs too; what they came to is kept with their attempts')
    .option('-n, --dry-run', 'say what would be done')
    .addOption(dataDirOption())
    .addOption(runsOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText(
      'after',
      examples('espalier rerun taylor-s0-1a2b3c4d5e', 'espalier rerun my-sweep/taylor-s0-1a2b3c4d5e --force')
    );
  addLaunchOptions(command).action(rerun);
}

interface RerunFlags extends SweepFlags, LaunchFlags {
  readonly quiet?: boolean;
  readonly force?: boolean;
}

async function rerun(names: readonly string[], flags: RerunFlags): Promise<void> {
  const {rerunRuns, threadsOfRun} = await import('@espalier/experiments/sweeps');
  const threads = flags.threads ?? (await threadsOfRun(names[0] ?? '', flags.runs));
  const own = {force: flags.force, ...launchOf({...flags, threads})};
  await followSweep(options => rerunRuns(names, {...options, ...own}), flags);
}
