import {layerType} from '../layers/index.ts';
import {countFlops, unitFlops} from './flops.ts';
import type {Network} from './network.ts';
import {layerOf} from './shapes.ts';
import type {Group, Structure} from './structure.ts';

/**
 * What the whole network saves without each unit, in MFLOPs at its current shape: the unit's own kernels and what the
 * kernels that read it spend on it, one number a unit. The only unit of a group, which stays, has its own cost alone.
 *
 * Ours. Θ_flops of the paper counts the own kernels alone: the fewer units a layer reads, the cheaper its own seem, though
 * each of them is as dear to the layer behind as ever.
 */
export function savedFlops(network: Network, structure: Structure): Float64Array {
  const costs = unitFlops(network, structure);
  for (const [{first, size}, saved] of savedByGroup(network, structure, countFlops)) {
    costs.fill(saved / 1e6, first, first + size);
  }
  return costs;
}

/**
 * How much less `measure` tells of the network without a unit, for each group of several units. Only layers are looked
 * at: the network that is measured has the weights of the whole one.
 */
export function savedByGroup(
  network: Network,
  structure: Structure,
  measure: (network: Network) => number
): Map<Group, number> {
  const whole = measure(network);
  const several = structure.groups.filter(({size}) => size > 1);
  return new Map(several.map(group => [group, whole - measure(withoutOne(network, structure, group))]));
}

/** The network's layers as they are without one unit of a group. The weights are left as they were. */
function withoutOne(network: Network, {channels}: Structure, {first}: Group): Network {
  const layers = new Map(network.layers);
  for (const node of network.nodes) {
    const made = channels.get(node.id)!;
    const left = made.reduce((count, unit) => count + (unit === first ? 0 : 1), 0);
    const layer = layerOf(network, node);
    const {withUnits} = layerType(layer.type);
    if (left < made.length && withUnits) layers.set(layer.name, {...layer, config: withUnits(layer.config, left)});
  }
  return {...network, layers};
}
