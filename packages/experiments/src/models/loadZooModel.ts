import {createHash} from 'node:crypto';
import type {LoadedModel} from './loadModel.ts';
import {modelFiles} from './saveModel.ts';
import {buildZooNetwork, zooInputShape} from './zoo/index.ts';

export interface ZooModelOptions {
  /** The network's usual one unless given. */
  readonly inputShape?: readonly number[];
  readonly classes?: number;
}

/** An untrained network of the zoo, always with the same weights, in place of a model on disk. */
export function loadZooModel(name: string, {inputShape, classes = 10}: ZooModelOptions = {}): LoadedModel {
  const network = buildZooNetwork(name, {inputShape: inputShape ?? zooInputShape(name), classes, seed: 0});
  const {json, weights} = modelFiles(network);
  return {network, path: name, sha256: createHash('sha256').update(json).update(weights).digest('hex')};
}
