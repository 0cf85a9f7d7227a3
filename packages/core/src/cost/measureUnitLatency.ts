import {cloneNetwork, disposeNetwork} from '../graph/disposeNetwork.ts';
import type {Feed} from '../graph/feed.ts';
import type {Network} from '../graph/network.ts';
import type {Group, Structure} from '../graph/structure.ts';
import {measureLatency, median, type LatencyOptions} from '../measureLatency.ts';
import {removeUnits} from '../removeUnits.ts';

/** What a group's units cost in time. */
export interface GroupLatency {
  readonly group: string;
  readonly units: number;
  /** Units that the network was timed without. */
  readonly removed: number;
  /** The median of what a pass took less, in all. */
  readonly saved: number;
  /** Of that, a unit's share: below 0 where the clock could not tell. */
  readonly milliseconds: number;
}

export interface UnitLatencyOptions extends LatencyOptions {
  /** Share of a group's units that the network is timed without; half of them unless given. */
  readonly share?: number;
}

/**
 * Milliseconds that a forward pass of the examples `x` takes less for each unit of a group. For one group after the other
 * the network is timed by turns with a copy that lacks `share` of the group's units (at least one, at most all but one):
 * the median over turns of the difference, divided by the number of units. A single unit changes less than the clock can
 * tell. The only unit of a group, which stays, counts 0.
 */
export async function measureUnitLatency(
  network: Network,
  structure: Structure,
  x: Feed,
  {share = 0.5, ...options}: UnitLatencyOptions = {}
): Promise<GroupLatency[]> {
  const latencies: GroupLatency[] = [];
  for (const group of structure.groups) {
    const {name, size} = group;
    const removed = Math.min(size - 1, Math.max(1, Math.round(share * size)));
    const saved = removed === 0 ? 0 : await savedWithout(network, structure, {group, removed, x, options});
    latencies.push({group: name, units: size, removed, saved, milliseconds: removed === 0 ? 0 : saved / removed});
  }
  return latencies;
}

interface Timing {
  readonly group: Group;
  readonly removed: number;
  readonly x: Feed;
  readonly options: LatencyOptions;
}

async function savedWithout(network: Network, structure: Structure, {group, removed, x, options}: Timing) {
  const smaller = cloneNetwork(network);
  try {
    const gone = Array.from({length: removed}, (_, i) => group.first + i);
    removeUnits(smaller, structure, gone);
    const [whole, less] = await measureLatency([network, smaller], x, options);
    return median(whole!.map((time, i) => time - less![i]!));
  } finally {
    disposeNetwork(smaller);
  }
}
