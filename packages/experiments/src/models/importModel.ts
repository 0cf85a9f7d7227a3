import {readFile, stat} from 'node:fs/promises';
import {planNetwork, readModel, writeModel, type Network, type WeightData} from '@espalier/core';
import type {Architecture} from './architectures/architecture.ts';
import {findArchitecture} from './architectures/index.ts';
import {layeredWeights} from './architectures/layeredWeights.ts';
import {torchWeights} from './architectures/torchWeights.ts';
import {withHdf5} from './keras/hdf5.ts';
import {readKerasWeights} from './keras/readKerasWeights.ts';
import {loadModel} from './loadModel.ts';
import {ModelError} from './ModelError.ts';
import {readStateDict} from './torch/readStateDict.ts';
import {withInputShape} from './withInputShape.ts';
import {withKnownSizes} from './withKnownSizes.ts';

export interface ImportOptions {
  /**
   * Whose weights the file holds: the name of a known architecture, or the path of a model's JSON as Keras writes it
   * (`model.to_json()`). Not needed for files that hold a whole model.
   */
  readonly network?: string;
  /** Those that the file has unless given. */
  readonly classes?: number;
  /** Shape of one example, the network's usual one unless given. */
  readonly inputShape?: readonly number[];
}

/**
 * Makes a network of a file: a whole model (as `loadModel` does), or weights alone, of Keras (`.weights.h5`, `.h5`) or
 * PyTorch (`.pth`, `.pt`, `.safetensors`), for a network that is known. The caller disposes it.
 *
 * Throws a ModelError that names the file; nothing in it is ever run.
 */
export async function importModel(path: string, options: ImportOptions = {}): Promise<Network> {
  const {network, inputShape} = options;
  if (network === undefined) {
    if (isTorchFile(path)) {
      throw new ModelError(`Expected --network NAME for ${path}, since a state dict holds weights alone, got none.`);
    }
    return (await loadModel(path, {inputShape})).network;
  }
  const bytes = await readFile(path).catch((cause: unknown) => {
    throw new ModelError(`Expected a file of weights, got ${path}, which cannot be read.`, {cause});
  });
  if (network.endsWith('.json') && (await stat(network).catch(() => undefined))) {
    const {topology, weights} = await readKerasWeights(bytes, path, network);
    const shaped = inputShape ? withInputShape(topology, inputShape) : topology;
    return naming(path, () => withKnownSizes(readModel({topology: shaped, weights})));
  }
  const architecture = findArchitecture(network);
  if (isTorchFile(path)) {
    const tensors = readStateDict(bytes, path);
    const plan = naming(path, () => planned(architecture, options, classesOf(architecture, tensors)));
    return naming(path, () => assembled(plan, torchWeights(plan, architecture, tensors)));
  }
  return withHdf5(bytes, path, hdf5 =>
    naming(path, () => {
      const plan = planned(architecture, options);
      return assembled(plan, layeredWeights(plan, architecture, hdf5));
    })
  );
}

function isTorchFile(path: string): boolean {
  return /\.(pth|pt|safetensors)$/i.test(path);
}

function planned(architecture: Architecture, {classes, inputShape}: ImportOptions, found?: number): Network {
  const shape = inputShape ?? architecture.inputShape;
  const width = classes ?? found ?? architecture.classes ?? 0;
  const layers = architecture.layers(width, shape);
  return planNetwork({name: architecture.name, inputShape: shape, layers, softmax: architecture.classes !== undefined});
}

/** How many classes the weights are for, by the last layer's bias. */
function classesOf({torch}: Architecture, tensors: ReadonlyMap<string, WeightData>): number | undefined {
  return tensors.get(`${torch?.('logits')}.bias`)?.shape[0];
}

function assembled(plan: Network, weights: ReadonlyMap<string, WeightData>): Network {
  return readModel({topology: writeModel(plan).topology, weights});
}

function naming<T>(path: string, work: () => T): T {
  try {
    return work();
  } catch (cause) {
    if (cause instanceof ModelError && cause.message.includes(path)) throw cause;
    throw new ModelError(`${path}: ${cause instanceof Error ? cause.message : String(cause)}`, {cause});
  }
}
