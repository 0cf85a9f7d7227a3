import {keepAlong, tf} from '@espalier/backend';
import type {Network, NetworkNode} from './graph/network.ts';
import {layerOf} from './graph/shapes.ts';
import type {Structure} from './graph/structure.ts';
import {weightSpecs} from './graph/weightSpecs.ts';
import {channelAxis} from './layers/channelAxis.ts';
import {layerType} from './layers/index.ts';
import type {WeightSpec} from './layers/layerType.ts';

/**
 * Removes units for good: cuts every weight that makes or reads them, and the layers' configurations. Tensors keyed
 * like the weights (an optimizer's slots) are cut alike when given as `companions`.
 *
 * Changes `network` in place and disposes the tensors that it replaces; `structure` describes the network before and
 * no longer fits afterwards. Throws, before touching anything, when a unit does not exist or a group would be left
 * empty.
 */
export function removeUnits(
  network: Network,
  structure: Structure,
  units: Iterable<number>,
  companions: readonly Map<string, tf.Tensor>[] = []
): void {
  const gone = new Set(units);
  checkRemoval(structure, gone);
  const stores = [network.weights, ...companions];
  const kept = new Map(network.nodes.map(node => [node, keptChannels(node, structure, gone)]));
  for (const {name, spec, node} of weightSpecs(network)) {
    const axes = keptPositions(spec, kept.get(node)!);
    cutWeight(stores, name, axes);
  }
  for (const node of network.nodes) {
    const {out} = kept.get(node)!;
    const layer = layerOf(network, node);
    const {withUnits} = layerType(layer.type);
    const left = out?.filter(stays => stays).length;
    if (left !== undefined && withUnits) {
      network.layers.set(layer.name, {...layer, config: withUnits(layer.config, left)});
    }
  }
}

function checkRemoval(structure: Structure, gone: ReadonlySet<number>): void {
  for (const unit of gone) {
    if (!Number.isInteger(unit) || unit < 0 || unit >= structure.units) {
      throw new Error(`Expected a unit from 0 to ${structure.units - 1}, got ${unit}.`);
    }
  }
  for (const {name, first, size} of structure.groups) {
    const left = Array.from({length: size}, (_, i) => first + i).filter(unit => !gone.has(unit)).length;
    if (left === 0) throw new Error(`Expected group "${name}" to keep at least one unit, got none left.`);
  }
}

/** For each channel that a node reads or makes, whether it stays; undefined where all do. */
interface KeptChannels {
  readonly in: readonly boolean[] | undefined;
  readonly out: readonly boolean[] | undefined;
}

function keptChannels(node: NetworkNode, structure: Structure, gone: ReadonlySet<number>): KeptChannels {
  const stay = (id: string | undefined): boolean[] | undefined => {
    const units = id === undefined ? undefined : structure.channels.get(id)!;
    if (!units?.some(unit => gone.has(unit))) return undefined;
    return Array.from(units, unit => !gone.has(unit));
  };
  return {in: stay(node.inputs[0]), out: stay(node.id)};
}

/** For each axis of a weight, the positions that stay; undefined where all do. */
function keptPositions({shape, axes}: WeightSpec, kept: KeptChannels): (readonly number[] | undefined)[] {
  return axes.map((axis, dimension) => {
    const over = channelAxis(axis);
    const stays = over && kept[over.of];
    return stays && [...Array(shape[dimension]).keys()].filter(position => stays[over.channel(position)]);
  });
}

/** Cuts a weight in every store that has it. */
function cutWeight(
  stores: readonly Map<string, tf.Tensor>[],
  name: string,
  positions: readonly (readonly number[] | undefined)[]
): void {
  const holding = stores.filter(store => store.has(name));
  positions.forEach((stay, axis) => {
    if (!stay) return;
    const before = holding.map(store => store.get(name)!);
    const after = keepAlong(before, stay, axis);
    holding.forEach((store, i) => store.set(name, after[i]!));
    tf.dispose(before);
  });
}
