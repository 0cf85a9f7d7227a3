import {tf} from '@espalier/backend';
import {
  findStructure,
  measureUnitLatency,
  type GroupLatency,
  type Network,
  type StructureOptions
} from '@espalier/core';
import {benchDevice, type BenchDevice} from './benchDevice.ts';
import {madeUpInputs} from './madeUpInputs.ts';

/** How units are timed: half of a group's units are taken out, and both networks take turns. */
export const UNIT_TIMING = {share: 0.5, warmUp: 3, least: 31, most: 401, seconds: 1};

/** `costs.json`: milliseconds of a pass that a unit of each group costs. */
export interface UnitLatencies {
  readonly format: 'espalier.costs/1';
  readonly device: BenchDevice;
  /** Examples in a pass. */
  readonly batch: number;
  readonly timing: typeof UNIT_TIMING;
  readonly groups: readonly GroupLatency[];
}

/** Times the units of a network on made-up examples. */
export async function unitLatencies(
  network: Network,
  {batch = 1, ...options}: StructureOptions & {readonly batch?: number}
): Promise<UnitLatencies> {
  const x = madeUpInputs(network, batch);
  try {
    const groups = await measureUnitLatency(network, findStructure(network, options), x, UNIT_TIMING);
    return {format: 'espalier.costs/1', device: benchDevice(), batch, timing: UNIT_TIMING, groups};
  } finally {
    tf.dispose(x);
  }
}

/** For a unit of each group, in the order of groups. */
export function millisecondsOf({groups}: Pick<UnitLatencies, 'groups'>): readonly number[] {
  return groups.map(({milliseconds}) => milliseconds);
}
