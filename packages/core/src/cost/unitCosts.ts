import {activationBytes, countParameters} from '../graph/flops.ts';
import type {Network} from '../graph/network.ts';
import {savedByGroup, savedFlops} from '../graph/savedFlops.ts';
import type {Group, Structure} from '../graph/structure.ts';
import type {Cost} from './cost.ts';

const BYTES = 4;

/**
 * What the network saves without each unit, at its current shape: MFLOPs, bytes, or the milliseconds that were measured
 * at the start; one number a unit. Measured savings below 0, which are noise, count as 0.
 */
export function unitCosts(
  network: Network,
  structure: Structure,
  {of, milliseconds}: Pick<Cost, 'of' | 'milliseconds'>
): Float64Array {
  if (of === 'flops') return savedFlops(network, structure);
  if (of === 'memory') return savedMemory(network, structure);
  const {groups} = structure;
  if (milliseconds?.length !== groups.length) {
    throw new Error(`Expected milliseconds for ${groups.length} groups, got ${milliseconds?.length ?? 'none'}.`);
  }
  return spread(structure, (_group, i) => Math.max(0, milliseconds[i]!));
}

/**
 * Bytes in float32 that go without each unit: of all outputs of one example, and of the weights. The only unit of a
 * group, which stays, counts 0.
 */
export function savedMemory(network: Network, structure: Structure): Float64Array {
  const saved = savedByGroup(network, structure, one => activationBytes(one) + BYTES * countParameters(one));
  return spread(structure, group => saved.get(group) ?? 0);
}

function spread({groups, units}: Structure, cost: (group: Group, i: number) => number): Float64Array {
  const costs = new Float64Array(units);
  groups.forEach((group, i) => costs.fill(cost(group, i), group.first, group.first + group.size));
  return costs;
}
