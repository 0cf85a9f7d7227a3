import type {Command} from 'commander';
import {addLaunchOptions, launchOf, type LaunchFlags} from '../options/launch.ts';
import {dataDirOption, jsonOption, quietOption, runsOption} from '../options/shared.ts';
import {followSweep, type SweepFlags} from '../sweeps/followSweep.ts';

export function addResume(program: Command): void {
  const command = program
    .command('resume')
    .description('go on with a sweep as it was submitted, whatever has become of its file')
    .argument('<sweep>', 'name of the sweep')
    .option('-n, --dry-run', 'say what would be done and why')
    .option('--verbose', 'with -n, list every run of a large plan')
    .option('--rerun-failed', 'do failed runs again')
    .addOption(dataDirOption())
    .addOption(runsOption())
    .addOption(jsonOption())
    .addOption(quietOption());
  addLaunchOptions(command).action(resume);
}

interface ResumeFlags extends SweepFlags, LaunchFlags {
  readonly quiet?: boolean;
  readonly rerunFailed?: boolean;
}

async function resume(sweep: string, flags: ResumeFlags): Promise<void> {
  const {resumeSweep, submittedThreads} = await import('@espalier/experiments/sweeps');
  // Another number of threads would make other runs of them.
  const threads = flags.threads ?? (await submittedThreads(sweep, flags.runs));
  const own = {rerunFailed: flags.rerunFailed, ...launchOf({...flags, threads})};
  await followSweep(options => resumeSweep(sweep, {...options, ...own}), flags);
}
