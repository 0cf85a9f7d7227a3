import type {Command} from 'commander';
import {examples} from '../help/examples.ts';
import {addLaunchOptions, launchOf, type LaunchFlags} from '../options/launch.ts';
import {addSlurmOptions, checkLauncher, slurmChanges, type SlurmFlags} from '../options/slurm.ts';
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
    .addOption(quietOption())
    .addHelpText('after', examples('espalier resume my-sweep', 'espalier resume my-sweep --rerun-failed -j 2'));
  addSlurmOptions(addLaunchOptions(command)).action(resume);
}

interface ResumeFlags extends SweepFlags, LaunchFlags, SlurmFlags {
  readonly quiet?: boolean;
  readonly rerunFailed?: boolean;
}

async function resume(sweep: string, flags: ResumeFlags): Promise<void> {
  const {resumeSweep, submittedRuns} = await import('@espalier/experiments/sweeps');
  const {submission} = await submittedRuns(sweep, flags.runs);
  // Another number of threads would make other runs of them.
  const threads = flags.threads ?? submission.engine.threads;
  const launcher = flags.launcher ?? submission.launcher.kind;
  checkLauncher(launcher, flags);
  if (launcher === 'slurm' && !flags.dryRun) {
    await resumeOnSlurm(sweep, {...flags, threads});
    return;
  }
  const own = {rerunFailed: flags.rerunFailed, ...launchOf({...flags, threads})};
  await followSweep(options => resumeSweep(sweep, {...options, ...own}), flags);
}

/** With what was asked of Slurm before, where it is not said otherwise. */
async function resumeOnSlurm(sweep: string, flags: ResumeFlags): Promise<void> {
  const {frozenForSlurm} = await import('@espalier/experiments/slurm');
  const {sweepOnSlurm} = await import('../sweeps/sweepOnSlurm.ts');
  const changes = slurmChanges(flags);
  const {submission, experiment, slurm} = await frozenForSlurm(sweep, {runs: flags.runs, changes});
  const {file, dataDir} = submission;
  await sweepOnSlurm(experiment, slurm, {dataDir, ...flags, file});
}
