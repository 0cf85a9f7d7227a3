import type {WeightData} from '@espalier/core';
import {ModelError} from '../ModelError.ts';
import type {Hdf5} from './hdf5.ts';
import type {Json} from './json.ts';
import {kerasVariables} from './kerasVariables.ts';
import {placedLayers, type PlacedLayer} from './placedLayers.ts';

/**
 * The weights of a model from an HDF5 file of Keras 2 or 3, by the names that TensorFlow.js gives them.
 *
 * Keras keeps the weights of a layer in a fixed order, under names that depend on its version; they are matched by that
 * order. Throws a ModelError where a layer has another number of weights than it should.
 */
export function kerasWeights(hdf5: Hdf5, topology: Json, file: string): Map<string, WeightData> {
  const layers = placedLayers(topology);
  const find = locator(hdf5, file);
  const uses = counted(layers.map(({name}) => name));
  const weights = new Map<string, WeightData>();
  for (const placed of layers) {
    const variables = kerasVariables(placed.layer);
    if (variables.length === 0) continue;
    const paths = find(placed);
    if (paths.length !== variables.length) {
      const names = variables.map(({name}) => name).join(', ');
      throw new ModelError(
        `${file}: Expected layer "${placed.name}" to have ${variables.length} weights (${names}), got ${paths.length}.`
      );
    }
    const unique = uses.get(placed.name) === 1 || placed.models.length === 0;
    const prefix = unique ? placed.name : [...placed.models, placed.name].join('/');
    variables.forEach(({name}, index) => weights.set(`${prefix}/${name}`, hdf5.weight(paths[index]!)));
  }
  return weights;
}

/** Finds the paths of a layer's weights, in order, in whichever layout the file has. */
function locator(hdf5: Hdf5, file: string): (placed: PlacedLayer) => readonly string[] {
  const root = ['layers', '_layer_checkpoint_dependencies'].find(name => hdf5.has(name));
  if (root !== undefined) return placed => numbered(hdf5, `${root}/${placed.group}`, placed);
  const top = hdf5.has('model_weights') ? 'model_weights' : '';
  if (hdf5.texts(top, 'layer_names')) return placed => listed(hdf5, top, placed);
  throw new ModelError(`Expected ${file} to hold the weights of a Keras model, got other data.`);
}

/** Keras 3: `conv2d/vars/0`, `conv2d/vars/1`, …, as many as there are. */
function numbered(hdf5: Hdf5, group: string, {layer}: PlacedLayer): readonly string[] {
  const paths = kerasVariables(layer).map(({path}) => `${group}/${path}`);
  const folders = new Set(paths.map(path => path.slice(0, path.lastIndexOf('/'))));
  return [...folders].flatMap(folder =>
    [...hdf5.groups(folder)].sort((a, b) => Number(a) - Number(b)).map(name => `${folder}/${name}`)
  );
}

/** Keras 2: a group for each layer of the outermost model, which lists the names of its weights in order. */
function listed(hdf5: Hdf5, top: string, {name, models}: PlacedLayer): readonly string[] {
  const group = [top, models[0] ?? name].filter(part => part !== '').join('/');
  const names = hdf5.texts(group, 'weight_names') ?? [];
  const own = models.length === 0 ? names : names.filter(path => path.split('/').slice(0, -1).includes(name));
  return own.map(path => `${group}/${path}`);
}

function counted(names: readonly string[]): ReadonlyMap<string, number> {
  const counts = new Map<string, number>();
  for (const name of names) counts.set(name, (counts.get(name) ?? 0) + 1);
  return counts;
}
