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
  const whole = countFlops(network);
  for (const group of structure.groups) {
    if (group.size === 1) continue;
    const saved = (whole - countFlops(withoutOne(network, structure, group))) / 1e6;
    costs.fill(saved, group.first, group.first + group.size);
  }
  return costs;
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
