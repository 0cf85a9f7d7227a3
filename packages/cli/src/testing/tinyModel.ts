import {join} from 'node:path';
import {startEngine} from '@espalier/backend';
import {disposeNetwork} from '@espalier/core';
import {buildZooNetwork, saveModel} from '@espalier/experiments';

/** Writes an untrained LeNet for the digits data to `folder/model` and returns that path. */
export async function writeTinyModel(folder: string): Promise<string> {
  await startEngine({threads: 1});
  const network = buildZooNetwork('lenet', {inputShape: [8, 8, 1], classes: 10, seed: 0});
  const path = join(folder, 'model');
  await saveModel(network, path);
  disposeNetwork(network);
  return path;
}
