import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {measureSize, neededRemovals, smallestSize, type Size} from '../target.ts';
import {outOfReach, type Goal} from './goal.ts';
import {latencyGoal} from './latencyGoal.ts';
import {TargetError, type PruneOptions} from './pruneOptions.ts';

/** The goal of pruning `network` in place. Throws a TargetError where it is none, or out of reach. */
export async function createGoal(network: Network, structure: Structure, options: PruneOptions): Promise<Goal> {
  const {quantity, fraction} = options.until;
  if (!(fraction > 0 && fraction < 1)) {
    throw new TargetError(`Expected the target for ${quantity} to be a fraction in (0, 1), got ${fraction}.`);
  }
  if (structure.units === 0) {
    throw new TargetError(
      'Expected a network with units to remove, got one whose channels all stay: choose other `units`, or exclude less.'
    );
  }
  return quantity === 'latency'
    ? latencyGoal(network, structure, options)
    : sizeGoal(network, structure, quantity, options);
}

function sizeGoal(network: Network, structure: Structure, quantity: keyof Size, options: PruneOptions): Goal {
  const {until} = options;
  const start = measureSize(network, structure)[quantity];
  const smallest = smallestSize(network, options)[quantity];
  const limit = until.fraction * start;
  if (!(smallest <= limit)) throw outOfReach(until, smallest / start);
  return {
    reached: now => Promise.resolve(measureSize(network, now)[quantity] <= limit),
    needed: (now, ranked) => neededRemovals(network, now, ranked, {quantity, limit}),
    dispose: () => undefined
  };
}
