import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {measureSize, neededRemovals, smallestSize, type Size} from '../target.ts';
import {outOfReach, type Goal} from './goal.ts';
import {latencyGoal} from './latencyGoal.ts';
import {TargetError, type PruneOptions} from './pruneOptions.ts';
import type {PruneState} from './pruneState.ts';

/**
 * The goal of pruning `network` in place, at the start or from the state of a checkpoint. Throws a TargetError where it
 * is none, or out of reach.
 */
export async function createGoal(
  network: Network,
  structure: Structure,
  state: PruneState,
  options: PruneOptions
): Promise<Goal> {
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
    : sizeGoal(network, {quantity, start: state.start[quantity]}, options);
}

interface Start {
  readonly quantity: keyof Size;
  /** Of the unpruned network. */
  readonly start: number;
}

function sizeGoal(network: Network, {quantity, start}: Start, options: PruneOptions): Goal {
  const {until, resume} = options;
  const limit = until.fraction * start;
  // What was in reach of the unpruned network still is; floors are shares of what it was.
  if (!resume) {
    const smallest = smallestSize(network, options)[quantity];
    if (!(smallest <= limit)) throw outOfReach(until, smallest / start);
  }
  return {
    reached: now => Promise.resolve(measureSize(network, now)[quantity] <= limit),
    needed: (now, ranked) => neededRemovals(network, now, ranked, {quantity, limit}),
    dispose: () => undefined
  };
}
