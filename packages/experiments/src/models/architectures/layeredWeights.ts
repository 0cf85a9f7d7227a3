import {weightSpecs, type Network, type WeightData} from '@espalier/core';
import type {Hdf5} from '../keras/hdf5.ts';
import {ModelError} from '../ModelError.ts';
import type {Architecture} from './architecture.ts';

/**
 * Weights of a network from an HDF5 file of Keras that holds them under the layers' names: as Keras 3 numbers them
 * (`vars/0`), or as Keras 2 lists them.
 */
export function layeredWeights(plan: Network, {keras, name}: Architecture, hdf5: Hdf5): Map<string, WeightData> {
  if (!keras) throw new ModelError(`Expected weights of PyTorch for ${name}, got an HDF5 file.`);
  const byLayer = new Map<string, string[]>();
  for (const {name: weight} of weightSpecs(plan)) {
    const [layer] = weight.split('/') as [string];
    byLayer.set(layer, [...(byLayer.get(layer) ?? []), weight]);
  }
  const weights = new Map<string, WeightData>();
  for (const [layer, names] of byLayer) {
    const paths = pathsOf(hdf5, keras(layer));
    if (paths.length !== names.length) {
      throw new ModelError(
        `Expected ${names.length} weights for layer "${layer}" of ${name} in ${keras(layer).join(' or ')}, ` +
          `got ${paths.length}.`
      );
    }
    names.forEach((weight, i) => weights.set(weight, hdf5.weight(paths[i]!)));
  }
  return weights;
}

function pathsOf(hdf5: Hdf5, groups: readonly string[]): readonly string[] {
  const top = hdf5.has('model_weights') ? 'model_weights/' : '';
  for (const group of groups.map(one => `${top}${one}`)) {
    if (!hdf5.has(group)) continue;
    const listed = hdf5.texts(group, 'weight_names');
    if (listed) return listed.map(path => `${group}/${path}`);
    const names = [...hdf5.groups(`${group}/vars`)].sort((a, b) => Number(a) - Number(b));
    return names.map(name => `${group}/vars/${name}`);
  }
  return [];
}
