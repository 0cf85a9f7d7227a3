import type {Command} from 'commander';
import type {ParseOptions} from '@espalier/experiments/slurm';
import {examples} from '../help/examples.ts';
import {addSlurmOptions, checkLauncher, slurmOverrides, type SlurmFlags} from '../options/slurm.ts';
import {addLaunchOptions, launchOf, type LaunchFlags} from '../options/launch.ts';
import {mlflowOption, mlflowOverrides, type MlflowFlag} from '../options/mlflow.ts';
import {parseSeedsOption, repeatOption, type SeedFlags} from '../options/seeds.ts';
import {jsonOption, pluginOption, quietOption, runsOption, dataDirOption} from '../options/shared.ts';
import {followSweep, type SweepFlags} from '../sweeps/followSweep.ts';

const SWEEPS = `
In the file, sweep: has lists of values by dotted key (a grid), zip, list, random with sample, and halving (successive
halving, ASHA); seeds: or repeat: stand beside it. See "Sweeps" in the README of @espalier/experiments.`;

export function addSweep(program: Command): void {
  const command = program
    .command('sweep')
    .description('do every run of an experiment file that is not finished yet')
    .argument('<file>', 'experiment file')
    .argument('[overrides...]', 'key=value, such as prune.updates=5')
    .addHelpText('after', SWEEPS)
    .option('-n, --dry-run', 'say what would be done and why')
    .option('--verbose', 'with -n, list every run of a large plan')
    .option('--seeds <list>', 'seeds in place of the file’s: 0..4 or 0,1,5')
    .addOption(repeatOption())
    .option('--rerun-failed', 'do failed runs again')
    .option('--name <name>', 'folder below the runs, in place of the file’s name')
    .addOption(pluginOption())
    .addOption(dataDirOption())
    .addOption(mlflowOption())
    .addOption(runsOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText(
      'after',
      examples(
        'espalier sweep experiment.yaml -n',
        'espalier sweep experiment.yaml --seeds 0..4 -j 2',
        'espalier sweep experiment.yaml --launcher slurm --partition short --time 1:00:00'
      )
    );
  addSlurmOptions(addLaunchOptions(command)).action(sweep);
}

interface SweepCommandFlags extends SweepFlags, SeedFlags, MlflowFlag, LaunchFlags, SlurmFlags {
  readonly quiet?: boolean;
  readonly rerunFailed?: boolean;
  readonly name?: string;
}

async function sweep(file: string, given: readonly string[], flags: SweepCommandFlags): Promise<void> {
  const overrides = [...given, ...mlflowOverrides(flags)];
  const {launcher = 'local', rerunFailed, name} = flags;
  checkLauncher(launcher, flags);
  const seeds = await parseSeedsOption(flags);
  if (launcher === 'slurm') {
    await submit(file, {overrides: [...overrides, ...slurmOverrides(flags)], seeds}, flags);
    return;
  }
  const {runSweep} = await import('@espalier/experiments/sweeps');
  const own = {overrides, seeds, rerunFailed, name, ...launchOf(flags)};
  await followSweep(options => runSweep(file, {...options, ...own}), flags);
}

async function submit(file: string, options: ParseOptions, flags: SweepCommandFlags): Promise<void> {
  const {loadExperiment, renamed, sweepExperiment} = await import('@espalier/experiments/slurm');
  const {setThreads, sweepOnSlurm} = await import('../sweeps/sweepOnSlurm.ts');
  const loaded = await loadExperiment(file, {...options, plugins: flags.plugin});
  const {slurm, ...experiment} = flags.name === undefined ? loaded : renamed(loaded, flags.name);
  if (!flags.dryRun) return sweepOnSlurm(experiment, slurm, {...flags, file});
  setThreads(slurm, flags.threads);
  await followSweep(shared => sweepExperiment(experiment, shared), flags);
}
