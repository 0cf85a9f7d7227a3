import {join} from 'node:path';
import {foldersIn} from '../runs/foldersIn.ts';
import {existingRunStore} from '../runs/runStore.ts';
import {newestSubmission, readSubmittedRuns, submissionFolder, type Submission} from '../runs/submission.ts';
import {criteriaRegistry} from '../plugins/criteriaRegistry.ts';
import {loadPlugins} from '../plugins/loadPlugin.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import type {RunConfig} from '../schema/expandSweep.ts';
import {unknownName} from '../text/nearest.ts';
import type {Experiment} from './loadExperiment.ts';
import {sweepExperiment, type LaunchOptions, type SweepSummary} from './runSweep.ts';

/**
 * Goes on with what was submitted last under the name of a sweep, with its frozen configurations, whatever has become of
 * its file. Throws a ConfigError where nothing was.
 */
export async function resumeSweep(sweep: string, options: LaunchOptions = {}): Promise<SweepSummary> {
  const {submission, experiment} = await frozenExperiment(sweep, options.runs);
  const {file, dataDir} = submission;
  return sweepExperiment(experiment, {dataDir, file, ...options});
}

/** What was submitted last under the name of a sweep, as an experiment. Throws a ConfigError where nothing was. */
export async function frozenExperiment(
  sweep: string,
  root?: string
): Promise<{readonly submission: Submission; readonly experiment: Experiment}> {
  const {submission, runs} = await submittedRuns(sweep, root);
  const {halving, tracking} = submission;
  const plugins = await loadPlugins(runs[0]?.settings.plugins ?? []);
  const digests = plugins.map(({sha256}) => sha256);
  const experiment = {name: sweep, runs, halving, tracking, registry: criteriaRegistry(plugins), plugins: digests};
  return {submission, experiment};
}

/** What was submitted last under the name of a sweep. Throws a ConfigError where nothing was. */
export async function submittedRuns(
  sweep: string,
  root?: string
): Promise<{readonly submission: Submission; readonly runs: readonly RunConfig[]}> {
  const store = existingRunStore(root);
  const submission = await newestSubmission(store, sweep);
  if (!submission) {
    const known = foldersIn(join(store.root, '.sweeps'));
    throw new ConfigError(unknownName('sweep', sweep, known));
  }
  const lines = await readSubmittedRuns(submissionFolder(store, sweep, submission.id));
  return {submission, runs: lines.map(({config}) => config)};
}
