import {stat} from 'node:fs/promises';
import {startEngine} from '@espalier/backend';
import {disposeNetwork, type Network} from '@espalier/core';
import {loadModel, type LoadedModel} from '../models/loadModel.ts';
import {loadZooModel} from '../models/loadZooModel.ts';
import {zooNames} from '../models/zoo/index.ts';
import {checkFit} from './checkFit.ts';
import {needsOf, zooNeeds} from './dataNeeds.ts';
import {openJobData, type JobData, type JobDataOptions} from './openJobData.ts';

/**
 * Makes a model ready without data, hands it to `use`, and frees it. A network of the zoo comes untrained, for its usual
 * number of classes.
 */
export async function withModel<T>(
  path: string,
  use: (model: LoadedModel) => Promise<T>,
  {inputShape}: {readonly inputShape?: readonly number[]} = {}
): Promise<T> {
  await startEngine();
  const model = (await isZooName(path)) ? loadZooModel(path, {inputShape}) : await loadModel(path, {inputShape});
  return using(model.network, () => use(model));
}

/**
 * Makes a model and a split of a data set ready for each other, hands them to `use`, and frees the model. A network of
 * the zoo comes untrained and adapts to the data.
 *
 * Throws ModelError or DataError, also where the two do not fit.
 */
export async function withModelAndData<T>(
  path: string,
  data: string,
  options: JobDataOptions,
  use: (model: LoadedModel, job: JobData) => Promise<T>
): Promise<T> {
  await startEngine();
  if (await isZooName(path)) {
    const job = await openJobData(data, {...options, ...zooNeeds(path)});
    const {shape, classes} = job.dataset;
    const model = loadZooModel(path, {inputShape: shape, classes});
    return using(model.network, () => use(model, job));
  }
  const model = await loadModel(path);
  return using(model.network, async () => {
    const job = await openJobData(data, {...options, ...needsOf(model.network)});
    checkFit(model.network, job.examples, {model: path, data});
    return use(model, job);
  });
}

/** What lies on disk comes before the zoo. */
export async function isZooName(path: string): Promise<boolean> {
  return zooNames().includes(path) && !(await stat(path).catch(() => undefined));
}

/** Frees the network when the work is done. */
export async function using<T>(network: Network, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    disposeNetwork(network);
  }
}
