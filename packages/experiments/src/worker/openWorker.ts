import {startEngine, type Engine} from '@espalier/backend';
import {canonicalJson, digestOf} from '../runs/canonicalJson.ts';
import {lookAround} from '../runs/environment.ts';
import {engineIdentity, runInputs} from '../runs/runKey.ts';
import {openRunStore} from '../runs/runStore.ts';
import type {Launched} from '../runs/meta.ts';
import {readSummary} from '../runs/runSummary.ts';
import type {SubmittedRun} from '../runs/submission.ts';
import {criteriaRegistry, type CriteriaRegistry} from '../plugins/criteriaRegistry.ts';
import {loadPlugins} from '../plugins/loadPlugin.ts';
import {executeRun, type Executed} from '../run/executeRun.ts';
import type {RunContext} from '../run/runContext.ts';
import {dataOpener} from '../run/openRunData.ts';
import type {PlannedRun} from '../run/planSweep.ts';
import {holdingRun} from '../runs/runLease.ts';
import {ConfigError} from '../schema/ConfigError.ts';

export interface WorkerOptions {
  /** Folder of the run store. */
  readonly runs: string;
  readonly dataDir?: string;
  /** The command that the user typed. */
  readonly argv: readonly string[];
  readonly onNotice?: (line: string) => void;
}

export interface DoOptions extends Pick<RunContext, 'signal' | 'checkpointSoon' | 'onProgress'> {
  readonly launcher: Launched;
  /** Waits until whoever is at the run has let go of it. */
  readonly wait?: boolean;
}

/** A process that does runs which others have planned. */
export interface Worker {
  readonly engine: Engine;
  /** `held` where somebody else is at the run, and nobody is to wait. */
  readonly run: (run: SubmittedRun, options: DoOptions) => Promise<Executed | 'held'>;
}

/** Starts the engine, and looks around once for all runs. */
export async function openWorker({runs, dataDir, argv, onNotice}: WorkerOptions): Promise<Worker> {
  const store = openRunStore(runs);
  const [engine, surroundings] = await Promise.all([startEngine({onNotice}), lookAround()]);
  const openData = dataOpener(dataDir);
  const registries = new Map<string, Promise<Registered>>();
  const registered = (plugins: readonly string[]): Promise<Registered> => {
    const key = canonicalJson(plugins);
    const found = registries.get(key) ?? register(plugins);
    registries.set(key, found);
    return found;
  };
  const run: Worker['run'] = async (submitted, options) => {
    const planned = thaw(submitted, engine, store.runFolder(submitted.config.sweep, submitted.id));
    const {registry, digests: plugins} = await registered(planned.config.settings.plugins);
    const check = async () => {
      const {settings, seed} = planned.config;
      checkFrozen(submitted, engine, {plugins, data: (await openData(settings, seed)).sha256});
    };
    const {signal, checkpointSoon, onProgress, launcher} = options;
    const work = async (): Promise<Executed> => {
      if (readSummary(planned.folder)?.result) return {status: 'finished'};
      return executeRun(planned, {
        ...{store, engine, surroundings, registry, plugins, openData, dataDir, argv, check, launcher},
        ...{signal, checkpointSoon, onProgress}
      });
    };
    const done = await holdingRun(planned.folder, work, {wait: options.wait});
    return done.held ? 'held' : done.value;
  };
  return {engine, run};
}

interface Registered {
  readonly registry: CriteriaRegistry;
  readonly digests: readonly string[];
}

async function register(paths: readonly string[]): Promise<Registered> {
  const plugins = await loadPlugins(paths);
  return {registry: criteriaRegistry(plugins), digests: plugins.map(({sha256}) => sha256)};
}

/** What was planned, as the planner saw it. */
export function thaw({key, id, config, digests}: SubmittedRun, engine: Engine, folder: string): PlannedRun {
  return {config, inputs: runInputs(config, digests, engine), key, id, folder, state: 'to run', reason: 'submitted'};
}

/** Throws a ConfigError unless everything here is what the run's key was made from. */
function checkFrozen(
  {key, config, digests}: SubmittedRun,
  engine: Engine,
  here: {readonly data: string; readonly plugins: readonly string[]}
): void {
  const changed = [
    ...(here.data === digests.data ? [] : [`the data ${config.settings.dataset.name}`]),
    ...(canonicalJson(here.plugins) === canonicalJson(digests.plugins) ? [] : ['a plugin'])
  ];
  if (changed.length > 0) {
    throw new ConfigError(
      `Expected what was there when the run was planned, got changes of ${changed.join(' and ')}. Sweep again.`
    );
  }
  if (digestOf(runInputs(config, digests, engine)) === key) return;
  const {name, version, device, threads} = engineIdentity(engine);
  throw new ConfigError(
    `Expected the engine that the run was planned for, got ${name} ${version} on ${device} with ${threads} threads, or another version of Espalier. Sweep again here.`
  );
}
