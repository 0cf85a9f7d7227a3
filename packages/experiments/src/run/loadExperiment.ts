import {readFile} from 'node:fs/promises';
import {dataSetNames} from '@espalier/datasets';
import {zooNames} from '../models/zoo/index.ts';
import {criteriaRegistry, type CriteriaRegistry} from '../plugins/criteriaRegistry.ts';
import {loadPlugins} from '../plugins/loadPlugin.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {expandSweep, type RunConfig} from '../schema/expandSweep.ts';
import type {Halving} from '../schema/halving.ts';
import {parseExperimentFile, type ParseOptions} from '../schema/experimentFile.ts';
import type {SlurmOptions} from '../slurm/options.ts';
import type {Tracking} from '../schema/tracking.ts';
import {loadReference} from './loadReference.ts';

/** An experiment file with everything that it names. */
export interface Experiment {
  readonly name: string;
  readonly runs: readonly RunConfig[];
  /** Decides which of the runs are done. */
  readonly halving?: Halving;
  readonly registry: CriteriaRegistry;
  /** Digests of the plugins, in the order of the configuration. */
  readonly plugins: readonly string[];
  /** Where the sweep is followed while it works. */
  readonly tracking?: Tracking;
}

/** An experiment as its file has it. */
export interface LoadedExperiment extends Experiment {
  /** What is asked of Slurm, where that does the runs. */
  readonly slurm: SlurmOptions;
}

/** Reads an experiment file, loads its plugins and resolves its runs. Throws a ConfigError. */
export async function loadExperiment(file: string, options: ParseOptions = {}): Promise<LoadedExperiment> {
  const parsed = parseExperimentFile(await readText(file), file, options);
  const plugins = await loadPlugins(parsed.plugins);
  const registry = criteriaRegistry(plugins);
  const known = {criteria: registry.rankings, datasets: dataSetNames(), zoo: zooNames()};
  const reference = await loadReference(parsed);
  const runs = expandSweep(parsed, known).map(run => (reference ? {...run, reference} : run));
  const {name, tracking, slurm, sweep} = parsed;
  const {halving} = sweep;
  return {name, runs, halving, registry, plugins: plugins.map(({sha256}) => sha256), tracking, slurm};
}

async function readText(file: string): Promise<string> {
  try {
    return await readFile(file, 'utf8');
  } catch (cause) {
    const reason = (cause as NodeJS.ErrnoException).code === 'ENOENT' ? 'no such file' : String(cause);
    throw new ConfigError(`Expected an experiment file at ${file}, got ${reason}.`, {cause});
  }
}
