import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {measureSize, neededRemovals, smallestSize, type Size, type Target} from '../target.ts';
import {floorGoal} from './floorGoal.ts';
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
  const {until} = options;
  if (structure.units === 0) {
    throw new TargetError(
      'Expected a network with units to remove, got one whose channels all stay: choose other `units`, or exclude less.'
    );
  }
  if (!until) return floorGoal(structure, state, options);
  const {quantity, fraction} = until;
  if (!(fraction > 0 && fraction < 1)) {
    throw new TargetError(`Expected the target for ${quantity} to be a fraction in (0, 1), got ${fraction}.`);
  }
  return quantity === 'latency'
    ? latencyGoal(network, structure, {...options, until})
    : sizeGoal(network, {quantity, start: state.start[quantity], fraction}, options);
}

interface SizeTarget extends Target {
  readonly quantity: keyof Size;
  /** Of the unpruned network. */
  readonly start: number;
}

function sizeGoal(network: Network, target: SizeTarget, options: PruneOptions): Goal {
  const {quantity, fraction, start} = target;
  const limit = fraction * start;
  // What was in reach of the unpruned network still is; floors are shares of what it was.
  if (!options.resume) {
    const smallest = smallestSize(network, options)[quantity];
    if (!(smallest <= limit)) throw outOfReach(target, smallest / start);
  }
  return {
    reached: now => Promise.resolve(measureSize(network, now)[quantity] <= limit),
    needed: (now, ranked) => neededRemovals(network, now, ranked, {quantity, limit}),
    dispose: () => undefined
  };
}
