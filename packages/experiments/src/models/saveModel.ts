import {randomBytes} from 'node:crypto';
import {mkdir, rename, rm} from 'node:fs/promises';
import {basename, dirname, join, resolve} from 'node:path';
import {writeModel, type Network} from '@espalier/core';
import {syncFolder, writeAtomically} from '../runs/writeAtomically.ts';
import {VERSION} from '../version.ts';
import {storeWeight, type WeightType} from './weightTypes.ts';

const WEIGHTS = 'weights.bin';

export interface SaveOptions {
  /** How kernels are stored; float32 unless given. */
  readonly weights?: WeightType;
}

/**
 * Writes a network as a layers model, `model.json` and `weights.bin`, which plain TensorFlow.js loads. Equal networks
 * give equal bytes. The folder appears whole or not at all, and replaces an older one of that name.
 */
export async function saveModel(network: Network, folder: string, options: SaveOptions = {}): Promise<void> {
  const target = resolve(folder);
  const temporary = join(dirname(target), `.${basename(target)}.${randomBytes(4).toString('hex')}.tmp`);
  await mkdir(temporary, {recursive: true});
  try {
    const {json, weights} = modelFiles(network, options);
    await Promise.all([
      writeAtomically(join(temporary, WEIGHTS), weights),
      writeAtomically(join(temporary, 'model.json'), json)
    ]);
    await rm(target, {recursive: true, force: true});
    await rename(temporary, target);
  } catch (error) {
    await rm(temporary, {recursive: true, force: true});
    throw error;
  }
  await syncFolder(dirname(target));
}

/** The two files of a saved model. */
export function modelFiles(
  network: Network,
  {weights: type = 'float32'}: SaveOptions = {}
): {readonly json: string; readonly weights: Uint8Array} {
  const {topology, weights} = writeModel(network);
  const stored = [...weights].map(([name, weight]) => storeWeight(name, weight, type));
  const document = {
    format: 'layers-model',
    generatedBy: `espalier ${VERSION}`,
    convertedBy: null,
    modelTopology: topology,
    weightsManifest: [{paths: [WEIGHTS], weights: stored.map(({entry}) => entry)}]
  };
  return {json: `${JSON.stringify(document)}\n`, weights: Buffer.concat(stored.map(({bytes}) => bytes))};
}
