import {disposeNetwork, type Network} from '@espalier/core';
import {startEngine} from '@espalier/backend';
import {loadModel, type LoadedModel} from '../models/loadModel.ts';

/** Loads a model, hands it to `use`, and frees it. */
export async function withModel<T>(
  path: string,
  use: (model: LoadedModel) => Promise<T>,
  options: {readonly inputShape?: readonly number[]} = {}
): Promise<T> {
  await startEngine();
  const model = await loadModel(path, options);
  return using(model.network, () => use(model));
}

/** Frees the network when the work is done. */
export async function using<T>(network: Network, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    disposeNetwork(network);
  }
}
