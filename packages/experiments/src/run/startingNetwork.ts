import {join} from 'node:path';
import {disposeNetwork, freezeBatchNorm, takeTrunk, type Network} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import {checkFit} from '../jobs/checkFit.ts';
import {loadModel} from '../models/loadModel.ts';
import {loadPretrained} from '../models/loadPretrained.ts';
import {ModelError} from '../models/ModelError.ts';
import {buildZooNetwork} from '../models/zoo/index.ts';
import type {RunConfig} from '../schema/expandSweep.ts';
import type {Stage} from '../runs/stages.ts';

/**
 * The network that base training starts from: of the zoo with new weights, with published ones, or with those of a base
 * that was trained on other data; or a file. Where the weights come from other data, the head is new.
 */
export async function startingNetwork(
  {settings, seed}: Pick<RunConfig, 'settings' | 'seed'>,
  data: Pick<DataSet, 'name' | 'shape' | 'classes' | 'train'>,
  pretrained?: Pick<Stage, 'folder'>
): Promise<Network> {
  const {zoo = '', path, width, pretrained: published} = settings.model;
  if (path !== undefined) {
    const {network} = await loadModel(path);
    checkFit(network, data.train, {model: path, data: data.name});
    return network;
  }
  const options = {inputShape: data.shape, classes: data.classes, width, seed};
  if (!published && !pretrained) return buildZooNetwork(zoo, options);
  const network = published
    ? await loadPretrained(zoo, options)
    : await withTrunkOf(buildZooNetwork(zoo, options), pretrained!, data);
  if (settings.model.frozenBatchNorm) freezeBatchNorm(network);
  return network;
}

async function withTrunkOf(
  network: Network,
  {folder}: Pick<Stage, 'folder'>,
  data: Pick<DataSet, 'name' | 'shape'>
): Promise<Network> {
  const {network: source} = await loadModel(join(folder, 'model'));
  try {
    takeTrunk(network, source);
    return network;
  } catch (cause) {
    disposeNetwork(network);
    const shape = data.shape.join(' × ');
    const reason = (cause as Error).message;
    throw new ModelError(
      `Expected the data of model.pretrain to have examples of the shape of ${data.name}'s, ${shape}: ${reason}`,
      {cause}
    );
  } finally {
    disposeNetwork(source);
  }
}
