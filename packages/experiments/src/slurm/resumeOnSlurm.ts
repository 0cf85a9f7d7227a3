import {frozenExperiment} from '../run/resumeSweep.ts';
import type {Experiment} from '../run/loadExperiment.ts';
import {existingRunStore} from '../runs/runStore.ts';
import {sweepFolder, type Submission} from '../runs/submission.ts';
import {validate} from '../schema/validate.ts';
import {readSweepArrays} from './arrays.ts';
import {slurmSchema, type SlurmOptions} from './options.ts';

/** A sweep as it was submitted, and what was asked of Slurm for it. */
export interface FrozenForSlurm {
  readonly submission: Submission;
  readonly experiment: Experiment;
  readonly slurm: SlurmOptions;
}

/**
 * What was submitted last under the name of a sweep, with what its newest array asked for; `changes` are in place of that.
 *
 * @throws ConfigError where nothing was submitted, or the changes make no sense
 */
export async function frozenForSlurm(
  sweep: string,
  {runs, changes}: {readonly runs?: string; readonly changes: Readonly<Record<string, unknown>>}
): Promise<FrozenForSlurm> {
  const {submission, experiment} = await frozenExperiment(sweep, runs);
  const arrays = [...(await readSweepArrays(sweepFolder(existingRunStore(runs), sweep))).values()].flat();
  const slurm = validate(
    slurmSchema,
    {...arrays.at(-1)?.options, ...changes},
    path => `--${path.map(String).join('.')}`
  );
  return {submission, experiment, slurm};
}
