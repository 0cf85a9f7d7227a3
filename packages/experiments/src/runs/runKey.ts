import type {Engine} from '@espalier/backend';
import type {RunConfig} from '../schema/expandSweep.ts';
import type {Settings} from '../schema/experiment.ts';
import {RESULTS_VERSION} from '../version.ts';

/** Digests of everything outside the configuration that a run's numbers depend on. */
export interface RunDigests {
  readonly data: string;
  /** Of the starting weights, where the model comes from a file or has published ones. */
  readonly weights?: string;
  /** Of the data that the model is trained on first, where there are some. */
  readonly pretrain?: string;
  /** Of the plugin files, in the order of the configuration. */
  readonly plugins: readonly string[];
}

/** The part of the engine's identity that can change a number. */
export function engineIdentity({name, device, version, threads, convolutions}: Engine) {
  return {name, device, version, threads, ...(convolutions !== undefined && {convolutions})};
}

/**
 * Everything that decides a run's numbers; its digest is the run key. Paths are replaced by digests of what they lead
 * to, so that a moved file makes no new run and a changed one does.
 */
export function runInputs({settings, seed}: RunConfig, digests: RunDigests, engine: Engine) {
  const {plugins: _paths, model, dataset, ...rest} = settings;
  const placeless = {
    ...rest,
    model: placelessModel(model),
    dataset: placelessData(dataset)
  };
  return {results: RESULTS_VERSION, settings: placeless, seed, engine: engineIdentity(engine), digests};
}

function placelessModel(model: Settings['model']): Omit<Settings['model'], 'path'> {
  if (model.path !== undefined) return {};
  const {pretrain} = model;
  return pretrain ? {...model, pretrain: {...pretrain, dataset: placelessData(pretrain.dataset)}} : model;
}

function placelessData(dataset: Settings['dataset']): Settings['dataset'] {
  return dataset.name.includes('/') ? {...dataset, name: ''} : dataset;
}

export type RunInputs = ReturnType<typeof runInputs>;

/** Short readable name and hash: `taylor-s0-1a2b3c4d5e`. */
export function runId({settings, seed}: RunConfig, key: string): string {
  return `${settings.prune.criterion}-s${seed}-${key.slice(0, 10)}`;
}
