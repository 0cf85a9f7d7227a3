import {startEngine, type Engine} from '@espalier/backend';
import {openData, type DataSet} from '@espalier/datasets';
import {needsOf, zooNeeds, type DataNeeds} from '../jobs/dataNeeds.ts';
import {using} from '../jobs/withModel.ts';
import {loadModel} from '../models/loadModel.ts';
import type {Settings} from '../schema/experiment.ts';
import {canonicalJson} from '../runs/canonicalJson.ts';

/** Opens the data of a run of that seed, each once however many runs read it. */
export type DataOpener = (settings: Pick<Settings, 'dataset' | 'model'>, seed: number) => Promise<DataSet>;

// One validation split for all seeds, so that runs of a sweep are measured on the same examples; only folds and few
// examples a class go by seed.
const SPLIT_SEED = 0;

export function dataOpener(dataDir?: string, start: () => Promise<Engine> = startEngine): DataOpener {
  const opened = new Map<string, Promise<DataSet>>();
  const needs = new Map<string, Promise<DataNeeds>>();
  return async ({dataset, model}, seed) => {
    const {name, folds, perClass: count, ...counts} = dataset;
    const fold = folds === undefined ? undefined : {folds, seed};
    const perClass = count === undefined ? undefined : {count, seed};
    // Other data are read in one way only.
    const ofModel = name.endsWith('.npz')
      ? await remembered(needs, canonicalJson(model), () => modelNeeds(model, start))
      : {};
    return remembered(opened, canonicalJson({dataset, ofModel, fold, ...(perClass && {perClass})}), () =>
      openData(name, {...counts, ...ofModel, dataDir, seed: SPLIT_SEED, fold, perClass})
    );
  };
}

function remembered<T>(store: Map<string, Promise<T>>, key: string, make: () => Promise<T>): Promise<T> {
  const made = store.get(key) ?? make();
  store.set(key, made);
  return made;
}

async function modelNeeds({zoo, path}: Settings['model'], start: () => Promise<Engine>): Promise<DataNeeds> {
  if (path === undefined) return zooNeeds(zoo ?? '');
  await start();
  const {network} = await loadModel(path);
  return using(network, () => Promise.resolve(needsOf(network)));
}
