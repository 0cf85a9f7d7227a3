import {join, resolve} from 'node:path';
import {
  findStructure,
  measureSize,
  replayRemovals,
  type LoggedStep,
  type Network,
  type Ranker,
  type ReplayOptions,
  type Size
} from '@espalier/core';
import {modelDigest, type LoadedModel} from '../models/loadModel.ts';
import {saveModel} from '../models/saveModel.ts';
import {criteriaRegistry} from '../plugins/criteriaRegistry.ts';
import {loadPlugins} from '../plugins/loadPlugin.ts';
import {throwIfAborted} from '../run/events.ts';
import {refuseFull, writingWhole} from '../runs/wholeFolder.ts';
import {ConfigError} from '../schema/ConfigError.ts';
import {VERSION} from '../version.ts';
import {readSurroundings, type LogSurroundings} from './logSurroundings.ts';
import type {JobData} from './openJobData.ts';
import {logFile, readLog} from './readLog.ts';
import type {ReplayedDocument} from './replayedDocument.ts';
import {isZooName, withModel, withModelAndData} from './withModel.ts';

export interface ReplayModelOptions {
  /** Folder to write, which must not hold anything yet. */
  readonly out: string;
  /** In place of the data that `config.yaml` beside the log names. */
  readonly data?: string;
  readonly dataDir?: string;
  /** Where the criterion comes from, beside the plugins that `config.yaml` names. */
  readonly plugins?: readonly string[];
  readonly signal?: AbortSignal;
  readonly onStep?: (done: number, total: number) => void;
}

/**
 * `espalier replay`: prunes a model again as a log says, without scoring, and writes it to a new folder, which appears
 * whole or not at all. The same engine with the same number of threads gives the same bytes.
 *
 * Throws a ConfigError where the log is broken or is that of another model or other data.
 */
export async function replayModel(
  history: string,
  path: string,
  options: ReplayModelOptions
): Promise<ReplayedDocument> {
  const file = await logFile(history);
  const log = await readLog(file);
  const around = await readSurroundings(file);
  if (around.steps !== undefined && around.steps !== log.length) {
    throw new ConfigError(`${file}: Expected the ${around.steps} steps of result.json beside it, got ${log.length}.`);
  }
  const out = resolve(options.out);
  await refuseFull(out, options.out);
  const ranker = await rankerOf(around, options.plugins ?? []);
  const work = (model: LoadedModel, job?: JobData) => replay({file, log, around, out, model, job, ranker, options});
  const {dataset, prune} = around.config?.settings ?? {};
  const tunes = prune !== undefined && (prune.updates > 0 || (prune.finalUpdates ?? 0) > 0);
  const data = options.data ?? dataset?.name;
  if (data === undefined || !(tunes || (await isZooName(path)))) return withModel(path, work);
  const {name: _name, ...counts} = dataset ?? {};
  return withModelAndData(path, data, {split: 'validation', dataDir: options.dataDir, counts}, work);
}

interface Replay {
  readonly file: string;
  readonly log: readonly LoggedStep[];
  readonly around: LogSurroundings;
  readonly out: string;
  readonly model: LoadedModel;
  readonly job: JobData | undefined;
  readonly ranker: Ranker | undefined;
  readonly options: ReplayModelOptions;
}

async function replay({file, log, around, out, model, job, ranker, options}: Replay): Promise<ReplayedDocument> {
  const {network, sha256} = model;
  checkDigest('model', around.model, sha256, file);
  if (job) checkDigest('data', around.data, job.dataset.sha256, file);
  const replayed = around.config ? 'pruning' : 'cuts';
  const before = measureSize(network, findStructure(network, around.config?.settings.prune));
  const after = await cut(network, {file, log, options, tuning: {...tuningOf(around, job, options.signal), ranker}});
  const both = (key: 'units' | 'parameters' | 'flops') => ({before: before[key], after: after[key]});
  return writingWhole(out, async folder => {
    await saveModel(network, join(folder, 'model'));
    const digest = await modelDigest(join(folder, 'model'));
    const known = replayed === 'pruning' ? await digestBeside(around.folder) : undefined;
    return {
      format: 'espalier.replayed/1',
      espalier: VERSION,
      model: {sha256},
      steps: log.length,
      replayed,
      units: both('units'),
      parameters: both('parameters'),
      flops: both('flops'),
      sha256: digest,
      same: known === undefined ? null : known === digest
    };
  });
}

/** What the units were ranked by, where fine-tuning depends on what a ranking looks at. Throws where it is unknown. */
async function rankerOf({config}: LogSurroundings, plugins: readonly string[]): Promise<Ranker | undefined> {
  if (!config || config.settings.prune.updates === 0) return undefined;
  const {prune, plugins: listed} = config.settings;
  return criteriaRegistry(await loadPlugins([...new Set([...listed, ...plugins])])).ranker(prune.criterion);
}

function tuningOf(
  {config, stopped}: LogSurroundings,
  job: JobData | undefined,
  signal: AbortSignal | undefined
): ReplayOptions {
  if (!config) return {};
  const onUpdate = () => throwIfAborted(signal);
  return {...config.settings.prune, seed: config.seed, train: job?.dataset.train, stopped, onUpdate};
}

type Cut = Pick<Replay, 'file' | 'log' | 'options'> & {readonly tuning: ReplayOptions};

async function cut(network: Network, {file, log, options, tuning}: Cut): Promise<Size> {
  let left: Size | undefined;
  let done = 0;
  try {
    for await (left of replayRemovals(network, log, tuning)) {
      options.onStep?.(++done, log.length);
      throwIfAborted(options.signal);
    }
  } catch (cause) {
    if (!(cause instanceof Error) || cause.name !== 'ReplayError') throw cause;
    throw new ConfigError(`${file}: ${cause.message}`, {cause});
  }
  return left!;
}

function checkDigest(what: string, wanted: string | undefined, got: string, file: string): void {
  if (wanted === undefined || wanted === got) return;
  throw new ConfigError(
    `${file}: Expected the ${what} that the log was written with (sha256 ${wanted.slice(0, 12)}), got ` +
      `another (sha256 ${got.slice(0, 12)}).`
  );
}

/** Of the model beside the log, where there is one that can be read. */
async function digestBeside(folder: string): Promise<string | undefined> {
  return modelDigest(join(folder, 'model')).catch(() => undefined);
}
