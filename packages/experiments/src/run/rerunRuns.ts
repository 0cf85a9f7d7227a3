import {mkdir, rename, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {criteriaRegistry} from '../plugins/criteriaRegistry.ts';
import {loadPlugins} from '../plugins/loadPlugin.ts';
import {writeMeta} from '../runs/meta.ts';
import {holdingRun} from '../runs/runLease.ts';
import {existingRunStore} from '../runs/runStore.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {parseExperimentFile} from '../schema/experimentFile.ts';
import {settingsSchema} from '../schema/experiment.ts';
import {validate} from '../schema/validate.ts';
import {showRun, type ShownRun} from './showRun.ts';
import {sweepExperiment, type LaunchOptions, type SweepSummary} from './runSweep.ts';

export interface RerunOptions extends LaunchOptions {
  /** Does finished runs again too; what they came to is kept with their attempts. */
  readonly force?: boolean;
}

/**
 * Does single runs again as they were configured: failed ones, and finished ones where that is forced. All of them must
 * be of one sweep. Throws a ConfigError.
 */
export async function rerunRuns(
  names: readonly string[],
  {force, ...options}: RerunOptions = {}
): Promise<SweepSummary> {
  const store = existingRunStore(options.runs);
  const runs: ShownRun[] = [];
  for (const name of names) runs.push(await showRun(store, name));
  const sweeps = [...new Set(runs.map(({sweep}) => sweep))];
  const [name = ''] = sweeps;
  if (sweeps.length > 1) throw new ConfigError(`Expected runs of one sweep, got runs of ${sweeps.join(' and ')}.`);
  const finished = runs.filter(({status}) => status === 'finished');
  if (finished.length > 0 && !force) {
    const ids = finished.map(({id}) => id).join(', ');
    throw new ConfigError(`Expected runs that are not finished, got ${ids}. --force does finished runs again.`);
  }
  const configs = runs.map(configOf);
  const plugins = await loadPlugins(configs[0]?.settings.plugins ?? []);
  for (const run of finished) await setAside(run);
  const experiment = {
    ...{name, runs: configs, registry: criteriaRegistry(plugins)},
    plugins: plugins.map(({sha256}) => sha256)
  };
  return sweepExperiment(experiment, {...options, rerunFailed: true, submit: false});
}

/** Threads that a run was done with: another number would make another run of it. */
export async function threadsOfRun(name: string, root?: string): Promise<number> {
  const {meta} = await showRun(existingRunStore(root), name);
  return meta.engine.threads;
}

function configOf({sweep, folder, config, meta: {seed, point}}: ShownRun) {
  const {settings, place} = parseExperimentFile(config, join(folder, 'config.yaml'));
  return {sweep, settings: validate(settingsSchema, settings, place), seed, point};
}

/** What a finished run came to, except for its record. */
const RESULTS = ['result.json', 'metrics.jsonl', 'history.jsonl', 'timings.jsonl', 'model'];

/** Moves what a run came to into the folder of the attempt that it came from. */
async function setAside({id, folder, meta}: ShownRun): Promise<void> {
  const aside = join(folder, 'artifacts', 'attempts', String(meta.attempts.length), 'results');
  const attempt = await holdingRun(folder, async () => {
    await rm(aside, {recursive: true, force: true});
    await mkdir(aside, {recursive: true});
    // The result goes first: without it the run counts as not finished.
    for (const name of RESULTS) await rename(join(folder, name), join(aside, name)).catch(() => undefined);
    await writeMeta(folder, {...meta, status: 'queued'});
  });
  if (attempt.held) throw new ConfigError(`Expected ${id} to be at rest, got a run that somebody is at.`);
}
