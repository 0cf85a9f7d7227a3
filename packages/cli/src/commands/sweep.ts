import {Option, type Command} from 'commander';
import {wholeNumber} from '../options/numbers.ts';
import {parseSeedsOption} from '../options/seeds.ts';
import {jsonOption, pluginOption, quietOption, runsOption, dataDirOption} from '../options/shared.ts';
import {followSweep, type SweepFlags} from '../sweeps/followSweep.ts';

export function addSweep(program: Command): void {
  program
    .command('sweep')
    .description('do every run of an experiment file that is not finished yet')
    .argument('<file>', 'experiment file')
    .argument('[overrides...]', 'key=value, such as prune.updates=5')
    .option('-n, --dry-run', 'say what would be done and why')
    .addOption(new Option('-j, --jobs <n>', 'runs at a time').argParser(wholeNumber('--jobs', 1)).default(1))
    .option('--seeds <list>', 'seeds in place of the file’s: 0..4 or 0,1,5')
    .option('--fail-fast', 'stop at the first failed run')
    .option('--rerun-failed', 'do failed runs again')
    .option('--name <name>', 'folder below the runs, in place of the file’s name')
    .addOption(pluginOption())
    .addOption(dataDirOption())
    .addOption(runsOption())
    .addOption(jsonOption())
    .addOption(quietOption())
    .action(sweep);
}

interface SweepCommandFlags extends SweepFlags {
  readonly jobs: number;
  readonly failFast?: boolean;
  readonly rerunFailed?: boolean;
  readonly name?: string;
}

async function sweep(file: string, overrides: readonly string[], flags: SweepCommandFlags): Promise<void> {
  const {runSweep} = await import('@espalier/experiments/sweeps');
  const seeds = await parseSeedsOption(flags.seeds);
  const {jobs, failFast = false, rerunFailed, name} = flags;
  const own = {overrides, seeds, jobs, keepGoing: !failFast, rerunFailed, name};
  await followSweep(options => runSweep(file, {...options, ...own}), flags);
}
