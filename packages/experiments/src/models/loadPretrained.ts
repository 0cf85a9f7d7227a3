import {disposeNetwork, takeTrunk, type Network} from '@espalier/core';
import {importModel} from './importModel.ts';
import {ModelError} from './ModelError.ts';
import {publishedFile} from './published/fetchPublished.ts';
import {buildZooNetwork, type ZooOptions} from './zoo/index.ts';

/**
 * A network of the zoo with its published weights, fitted to the data's input size, its classifier replaced by a fresh one
 * for the data's classes. The caller disposes it.
 *
 * Throws a ModelError where the network has no published weights, where they are not on this machine (with the command
 * that fetches them), or where the data have other channels than they are for.
 */
export async function loadPretrained(name: string, {inputShape, classes, seed}: ZooOptions): Promise<Network> {
  const file = await publishedFile(name);
  const network = buildZooNetwork(name, {inputShape, classes, seed});
  const published = await importModel(file, {network: name});
  try {
    takeTrunk(network, published);
    return network;
  } catch (cause) {
    disposeNetwork(network);
    const sizes = inputShape?.join(' × ') ?? '';
    throw new ModelError(
      `The published weights of ${name} do not fit images of ${sizes}: ${(cause as Error).message}`,
      {
        cause
      }
    );
  } finally {
    disposeNetwork(published);
  }
}
