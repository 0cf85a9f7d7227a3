import type {Command} from 'commander';
import {addLaunchOptions, launchOf, type LaunchFlags} from '../options/launch.ts';
import {mlflowOption, mlflowOverrides, type MlflowFlag} from '../options/mlflow.ts';
import {parseSeedsOption} from '../options/seeds.ts';
import {jsonOption, pluginOption, quietOption, runsOption, dataDirOption} from '../options/shared.ts';
import {followSweep, type SweepFlags} from '../sweeps/followSweep.ts';

export function addSweep(program: Command): void {
  const command = program
    .command('sweep')
    .description('do every run of an experiment file that is not finished yet')
    .argument('<file>', 'experiment file')
    .argument('[overrides...]', 'key=value, such as prune.updates=5')
    .option('-n, --dry-run', 'say what would be done and why')
    .option('--seeds <list>', 'seeds in place of the file’s: 0..4 or 0,1,5')
    .option('--rerun-failed', 'do failed runs again')
    .option('--name <name>', 'folder below the runs, in place of the file’s name')
    .addOption(pluginOption())
    .addOption(dataDirOption())
    .addOption(mlflowOption())
    .addOption(runsOption())
    .addOption(jsonOption())
    .addOption(quietOption());
  addLaunchOptions(command).action(sweep);
}

interface SweepCommandFlags extends SweepFlags, MlflowFlag, LaunchFlags {
  readonly quiet?: boolean;
  readonly rerunFailed?: boolean;
  readonly name?: string;
}

async function sweep(file: string, given: readonly string[], flags: SweepCommandFlags): Promise<void> {
  const overrides = [...given, ...mlflowOverrides(flags)];
  const {runSweep} = await import('@espalier/experiments/sweeps');
  const seeds = await parseSeedsOption(flags.seeds);
  const {rerunFailed, name} = flags;
  const own = {overrides, seeds, rerunFailed, name, ...launchOf(flags)};
  await followSweep(options => runSweep(file, {...options, ...own}), flags);
}
