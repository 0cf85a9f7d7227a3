import {groupsByUnit} from '../rank.ts';
import type {Structure} from '../graph/structure.ts';

/**
 * For each unit of a pruned network, its number among the units of the unpruned one. `origins` has, for each unit left,
 * its index in its group there; groups keep their order.
 */
export function originalUnits(unpruned: Structure, pruned: Structure, origins: readonly number[]): Set<number> {
  const groupOf = groupsByUnit(pruned);
  return new Set(origins.map((origin, unit) => unpruned.groups[pruned.groups.indexOf(groupOf[unit]!)]!.first + origin));
}

/** The channels of the unpruned network's node that the pruned one still has, in order; undefined for all of them. */
export function channelsLeft({channels}: Structure, node: string, units: ReadonlySet<number>): number[] | undefined {
  const behind = channels.get(node)!;
  const left = [...behind.keys()].filter(channel => behind[channel]! < 0 || units.has(behind[channel]!));
  return left.length === behind.length ? undefined : left;
}
