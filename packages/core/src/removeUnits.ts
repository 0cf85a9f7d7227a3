import {tf} from '@espalier/backend';
import type {Network, NetworkNode} from './graph/network.ts';
import {layerOf} from './graph/shapes.ts';
import type {Structure} from './graph/structure.ts';
import {weightSpecs} from './graph/weightSpecs.ts';
import {layerType} from './layers/index.ts';
import type {WeightSpec} from './layers/layerType.ts';

/**
 * Removes units for good: cuts every weight that makes or reads them, and the layers' configurations. Tensors keyed
 * like the weights (momentum) are cut alike when given as `companions`.
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
    for (const store of stores) cutWeight(store, name, spec, kept.get(node)!);
  }
  for (const node of network.nodes) {
    const {out} = kept.get(node)!;
    const layer = layerOf(network, node);
    const {withUnits} = layerType(layer.type);
    if (out && withUnits) network.layers.set(layer.name, {...layer, config: withUnits(layer.config, out.length)});
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

/** Indices of the channels that stay, where some go. */
interface KeptChannels {
  readonly in: readonly number[] | undefined;
  readonly out: readonly number[] | undefined;
}

function keptChannels(node: NetworkNode, structure: Structure, gone: ReadonlySet<number>): KeptChannels {
  const stay = (id: string | undefined): number[] | undefined => {
    const labels = id === undefined ? undefined : structure.channels.get(id)!;
    if (!labels?.some(unit => gone.has(unit))) return undefined;
    return [...labels.keys()].filter(channel => !gone.has(labels[channel]!));
  };
  return {in: stay(node.inputs[0]), out: stay(node.id)};
}

function cutWeight(store: Map<string, tf.Tensor>, name: string, spec: WeightSpec, kept: KeptChannels): void {
  const before = store.get(name);
  if (!before) return;
  const after = tf.tidy(() =>
    spec.axes.reduce<tf.Tensor>((tensor, axis, dimension) => {
      const indices = axis && kept[axis];
      return indices ? tf.gather(tensor, [...indices], dimension) : tensor;
    }, before)
  );
  if (after === before) return;
  store.set(name, after);
  before.dispose();
}
