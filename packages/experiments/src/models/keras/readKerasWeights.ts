import {readFile} from 'node:fs/promises';
import type {ModelParts} from '@espalier/core';
import {withHdf5} from './hdf5.ts';
import {convertKeras, parseJson} from './convertKeras.ts';
import {kerasWeights} from './kerasWeights.ts';

/** Weights alone (`.weights.h5`, or `.h5` of save_weights) for the model that `architecture`, a JSON file, describes. */
export async function readKerasWeights(bytes: Uint8Array, file: string, architecture: string): Promise<ModelParts> {
  const model = parseJson(await readFile(architecture, 'utf8'), architecture);
  // Keras 2 names its version in that document, Keras 3 names modules.
  const version = model['keras_version'] ?? ('module' in model ? '3' : '2');
  const topology = convertKeras(model, version, architecture);
  return withHdf5(bytes, file, hdf5 => ({topology, weights: kerasWeights(hdf5, topology, file)}));
}
