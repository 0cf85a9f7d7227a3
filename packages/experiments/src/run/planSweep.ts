import type {Engine} from '@espalier/backend';
import {modelDigest} from '../models/loadModel.ts';
import {publishedDigest} from '../models/published/fetchPublished.ts';
import type {RunConfig} from '../schema/expandSweep.ts';
import {digestOf} from '../runs/canonicalJson.ts';
import {runId, runInputs, type RunDigests, type RunInputs} from '../runs/runKey.ts';
import type {RunStore} from '../runs/runStore.ts';
import {lookUp, readEarlier} from './earlierRuns.ts';
import type {DataOpener} from './openRunData.ts';
import type {RunResult} from './runResult.ts';

/** A run with its identity, and whether there is something to do. */
export interface PlannedRun {
  readonly config: RunConfig;
  readonly inputs: RunInputs;
  readonly key: string;
  readonly id: string;
  readonly folder: string;
  readonly state: 'finished' | 'failed' | 'to run' | 'not promoted';
  /**
   * In words: `finished`, `never run`, `cut off in attempt 2`, `changed since taylor-s0-…: prune.lr`, `failed: …`; with
   * successive halving also `if promoted`, `not promoted: place 5 of 9 at train.epochs=1`.
   */
  readonly reason: string;
  /** Where it is finished. */
  readonly result?: RunResult;
  /** Finished, but its record does not say so. */
  readonly open?: true;
}

export interface PlanContext {
  readonly store: RunStore;
  readonly engine: Engine;
  readonly openData: DataOpener;
  /** Digests of the plugins, in the order of the configuration. */
  readonly plugins: readonly string[];
}

/** Gives each run its key and looks up what is there already. Runs of the same key are planned once. */
export async function planSweep(configs: readonly RunConfig[], context: PlanContext): Promise<readonly PlannedRun[]> {
  const {store, engine, plugins} = context;
  const [first] = configs;
  const earlier = await readEarlier(store, first?.sweep);
  const digestsOf = digester(context);
  const planned = new Map<string, PlannedRun>();
  for (const config of configs) {
    const inputs = runInputs(config, {...(await digestsOf(config)), plugins}, engine);
    const key = digestOf(inputs);
    if (planned.has(key)) continue;
    const id = runId(config, key);
    const found = await lookUp({config, inputs, key, id}, earlier);
    planned.set(key, {config, inputs, key, id, folder: store.runFolder(config.sweep, id), ...found});
  }
  return [...planned.values()];
}

/** Digests of data and weights, each made once however many runs read them. */
function digester({openData}: PlanContext): (config: RunConfig) => Promise<Omit<RunDigests, 'plugins'>> {
  const models = new Map<string, Promise<string>>();
  return async ({settings, seed}) => {
    const {sha256: data} = await openData(settings, seed);
    const {path, zoo = '', pretrained, pretrain} = settings.model;
    if (pretrain) return {data, pretrain: (await openData({...settings, ...pretrain}, seed)).sha256};
    if (path === undefined && !pretrained) return {data};
    const name = path ?? zoo;
    const digest = models.get(name) ?? (path === undefined ? publishedDigest(zoo) : modelDigest(path));
    models.set(name, digest);
    return {data, weights: await digest};
  };
}
