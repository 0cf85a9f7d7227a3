import {activationBytes, countFlops, countParameters} from './graph/flops.ts';
import type {Network} from './graph/network.ts';
import {findStructure} from './graph/findStructure.ts';
import type {Structure} from './graph/structure.ts';
import type {StructureOptions} from './graph/structureOptions.ts';
import {keptAtLeast, type Floor} from './rank.ts';
import {removeUnits} from './removeUnits.ts';
import {shortestStart} from './shortestStart.ts';

/** What a network costs to store and run. */
export interface Size {
  readonly units: number;
  readonly parameters: number;
  readonly flops: number;
  /** Bytes of all outputs of one example, in float32. */
  readonly memory: number;
}

/** Stop when one of these has fallen to a fraction of the start, in (0, 1). Latency is measured, the others counted. */
export interface Target {
  readonly quantity: keyof Size | 'latency';
  readonly fraction: number;
}

export function measureSize(network: Network, structure: Structure): Size {
  return sizeOf(network, structure.units);
}

/** The size that the network would have without `units`: layers are cut, weights are not looked at. */
export function sizeWithout(network: Network, structure: Structure, units: Iterable<number>): Size {
  const shadow: Network = {...network, layers: new Map(network.layers), weights: new Map()};
  const gone = [...units];
  removeUnits(shadow, structure, gone);
  return sizeOf(shadow, structure.units - gone.length);
}

function sizeOf(network: Network, units: number): Size {
  return {
    units,
    parameters: countParameters(network),
    flops: countFlops(network),
    memory: activationBytes(network)
  };
}

/** The smallest size that pruning can reach: every group at its floor. */
export function smallestSize(network: Network, options: Floor & StructureOptions = {}): Size {
  const structure = findStructure(network, options);
  return sizeWithout(network, structure, spareUnits(structure, options));
}

/** As many units of every group as its floor lets go, the first ones. */
export function spareUnits(structure: Structure, floor: Floor = {}): number[] {
  return structure.groups.flatMap(group =>
    Array.from({length: Math.max(0, group.size - keptAtLeast(group, floor))}, (_, i) => group.first + i)
  );
}

/**
 * The shortest start of `ranked` whose removal brings the network to the target, or all of it where none does: the last
 * step of a run removes only what is still needed.
 */
export async function neededRemovals(
  network: Network,
  structure: Structure,
  ranked: readonly number[],
  {quantity, limit}: {readonly quantity: keyof Size; readonly limit: number}
): Promise<readonly number[]> {
  return shortestStart(ranked, units => sizeWithout(network, structure, units)[quantity] <= limit);
}
