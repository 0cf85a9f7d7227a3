import {createHash} from 'node:crypto';
import type {LoadedModel} from './loadModel.ts';
import {modelFiles} from './saveModel.ts';
import {buildZooNetwork, type ZooShape} from './zoo/index.ts';

/** An untrained network of the zoo, always with the same weights, in place of a model on disk. */
export function loadZooModel(name: string, shape: ZooShape = {}): LoadedModel {
  const network = buildZooNetwork(name, {...shape, seed: 0});
  const {json, weights} = modelFiles(network);
  return {network, path: name, sha256: createHash('sha256').update(json).update(weights).digest('hex')};
}
