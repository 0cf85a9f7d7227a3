import {countFlops, countParameters} from './graph/flops.ts';
import type {Network} from './graph/network.ts';
import {findStructure} from './graph/findStructure.ts';
import type {Structure} from './graph/structure.ts';
import type {StructureOptions} from './graph/structureOptions.ts';
import {keptAtLeast, type Floor} from './rank.ts';
import {removeUnits} from './removeUnits.ts';

/** What a network costs to store and run. */
export interface Size {
  readonly units: number;
  readonly parameters: number;
  readonly flops: number;
}

/** Stop when one of these has fallen to a fraction of the start, in (0, 1). */
export interface Target {
  readonly quantity: keyof Size;
  readonly fraction: number;
}

export function measureSize(network: Network, structure: Structure): Size {
  return {units: structure.units, parameters: countParameters(network), flops: countFlops(network)};
}

/** The size that the network would have without `units`: layers are cut, weights are not looked at. */
export function sizeWithout(network: Network, structure: Structure, units: Iterable<number>): Size {
  const shadow: Network = {...network, layers: new Map(network.layers), weights: new Map()};
  const gone = [...units];
  removeUnits(shadow, structure, gone);
  return {units: structure.units - gone.length, parameters: countParameters(shadow), flops: countFlops(shadow)};
}

/** The smallest size that pruning can reach: every group at its floor. */
export function smallestSize(network: Network, options: Floor & StructureOptions = {}): Size {
  const structure = findStructure(network, options);
  const gone = structure.groups.flatMap(group =>
    Array.from({length: Math.max(0, group.size - keptAtLeast(group, options))}, (_, i) => group.first + i)
  );
  return sizeWithout(network, structure, gone);
}

/**
 * The shortest start of `ranked` whose removal brings the network to the target, or all of it where none does: the last
 * step of a run removes only what is still needed.
 */
export function neededRemovals(
  network: Network,
  structure: Structure,
  ranked: readonly number[],
  {quantity, limit}: {readonly quantity: keyof Size; readonly limit: number}
): readonly number[] {
  const reached = (length: number) => sizeWithout(network, structure, ranked.slice(0, length))[quantity] <= limit;
  if (!reached(ranked.length)) return ranked;
  let [low, high] = [0, ranked.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (reached(middle)) high = middle;
    else low = middle + 1;
  }
  return ranked.slice(0, low);
}
