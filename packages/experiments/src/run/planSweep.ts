import {readdir, readFile} from 'node:fs/promises';
import {join} from 'node:path';
import type {Engine} from '@espalier/backend';
import {modelDigest} from '../models/loadModel.ts';
import type {RunConfig} from '../schema/expandSweep.ts';
import {canonicalJson, digestOf} from '../runs/canonicalJson.ts';
import {readMeta, type Meta} from '../runs/meta.ts';
import {runId, runInputs, type RunDigests, type RunInputs} from '../runs/runKey.ts';
import type {RunStore} from '../runs/runStore.ts';
import {changedKeys} from './flatten.ts';
import type {DataOpener} from './openRunData.ts';

/** A run with its identity, and whether there is something to do. */
export interface PlannedRun {
  readonly config: RunConfig;
  readonly inputs: RunInputs;
  readonly key: string;
  readonly id: string;
  readonly folder: string;
  readonly state: 'finished' | 'failed' | 'to run';
  /** In words: `finished`, `never run`, `cut off in attempt 2`, `changed since taylor-s0-…: prune.lr`, `failed: …`. */
  readonly reason: string;
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
  const earlier = first ? await readSweep(store, first.sweep) : [];
  const planned = new Map<string, PlannedRun>();
  for (const config of configs) {
    const inputs = runInputs(config, {...(await digestsOf(config, context)), plugins}, engine);
    const key = digestOf(inputs);
    const id = runId(config, key);
    const folder = store.runFolder(config.sweep, id);
    const {state, reason} = await lookUp(folder, {key, inputs, config}, earlier);
    if (!planned.has(key)) planned.set(key, {config, inputs, key, id, folder, state, reason});
  }
  return [...planned.values()];
}

async function digestsOf({settings}: RunConfig, {openData}: PlanContext): Promise<Omit<RunDigests, 'plugins'>> {
  const {sha256: data} = await openData(settings);
  const {path} = settings.model;
  return path === undefined ? {data} : {data, weights: await modelDigest(path)};
}

type Identity = Pick<PlannedRun, 'key' | 'inputs' | 'config'>;

async function lookUp(
  folder: string,
  {key, inputs, config}: Identity,
  earlier: readonly Meta[]
): Promise<Pick<PlannedRun, 'state' | 'reason'>> {
  const meta = await readMeta(folder);
  if (meta?.key === key) {
    if (await hasResult(folder)) return {state: 'finished', reason: 'finished'};
    const attempt = meta.attempts.at(-1);
    if (meta.status === 'failed') return {state: 'failed', reason: `failed: ${attempt?.error ?? 'no message'}`};
    return {state: 'to run', reason: attempt ? `cut off in attempt ${attempt.number}` : 'queued'};
  }
  const twin = earlier.find(other => sameRun(other, config));
  if (!twin) return {state: 'to run', reason: 'never run'};
  return {state: 'to run', reason: `changed since ${twin.id}: ${changedKeys(twin.inputs, inputs).join(', ')}`};
}

/** `result.json` exists only for a finished run, so it decides, whatever `meta.json` says. */
export async function hasResult(folder: string): Promise<boolean> {
  return readFile(join(folder, 'result.json')).then(
    () => true,
    () => false
  );
}

function sameRun(meta: Meta, {seed, point}: RunConfig): boolean {
  return meta.seed === seed && canonicalJson(meta.point) === canonicalJson(point);
}

async function readSweep(store: RunStore, sweep: string): Promise<readonly Meta[]> {
  const folder = join(store.root, sweep);
  const names = await readdir(folder).catch(() => [] as string[]);
  const metas = await Promise.all(names.map(name => readMeta(join(folder, name))));
  return metas.filter(meta => meta !== undefined);
}
