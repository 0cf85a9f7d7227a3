import {openData, type DataSet} from '@espalier/datasets';
import type {Settings} from '../schema/experiment.ts';
import {canonicalJson} from '../runs/canonicalJson.ts';

/** Opens data sets, each once however many runs read it. */
export type DataOpener = (dataset: Settings['dataset']) => Promise<DataSet>;

// One validation split for all seeds, so that runs of a sweep are measured on the same examples.
const SPLIT_SEED = 0;

export function dataOpener(dataDir?: string): DataOpener {
  const opened = new Map<string, Promise<DataSet>>();
  return dataset => {
    const key = canonicalJson(dataset);
    const {name, ...counts} = dataset;
    const data = opened.get(key) ?? openData(name, {...counts, dataDir, seed: SPLIT_SEED});
    opened.set(key, data);
    return data;
  };
}
