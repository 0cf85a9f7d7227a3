import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import {mlflowOption, mlflowOverrides, type MlflowFlag} from '../options/mlflow.ts';
import {parseSeedsOption} from '../options/seeds.ts';
import {jsonOption, pluginOption, quietOption, runsOption, dataDirOption} from '../options/shared.ts';
import {followSweep, type SweepFlags} from '../sweeps/followSweep.ts';

export function addRun(program: Command): void {
  program
    .command('run')
    .description('do the one run that an experiment file describes, in runs/single/')
    .argument('<file>', 'experiment file')
    .argument('[overrides...]', 'key=value, such as prune.criterion=obd')
    .option('--seeds <n>', 'the seed, in place of the file’s')
    .option('-n, --dry-run', 'say what would be done')
    .addOption(pluginOption())
    .addOption(dataDirOption())
    .addOption(mlflowOption())
    .addOption(runsOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .addHelpText(
      'after',
      examples('espalier run experiment.yaml', 'espalier run experiment.yaml prune.criterion=obd --seeds 1')
    )
    .action(run);
}

async function run(file: string, given: readonly string[], flags: SweepFlags & MlflowFlag): Promise<void> {
  const overrides = [...given, ...mlflowOverrides(flags)];
  const {runOne} = await import('@espalier/experiments/sweeps');
  const seeds = await parseSeedsOption(flags);
  await followSweep(options => runOne(file, {...options, overrides, seeds}), flags);
}
