import {tf} from '@espalier/backend';
import type {Examples} from '../data.ts';
import {cloneNetwork, disposeNetwork} from '../graph/disposeNetwork.ts';
import {disposeBatch} from '../evaluate.ts';
import {feedOf} from '../graph/feed.ts';
import {countFlops} from '../graph/flops.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {measureLatencyRatio, type Latency} from '../measureLatency.ts';
import {removeUnits} from '../removeUnits.ts';
import {shortestStart} from '../shortestStart.ts';
import {spareUnits, type Target} from '../target.ts';
import {outOfReach, type Goal} from './goal.ts';
import type {PruneOptions} from './pruneOptions.ts';
import {unpruned} from './unpruned.ts';

/** Latency is measured anew when this share of the FLOPs has gone since the last time. */
const FLOPS_BETWEEN = 0.01;

/**
 * A goal for measured latency: a copy of the unpruned network is timed side by side with the pruned one, on the first
 * training examples. It is reached when two measurements in a row say so.
 */
export async function latencyGoal(
  network: Network,
  structure: Structure,
  options: PruneOptions & {readonly until: Target}
): Promise<Goal> {
  const {until, train, latencyBatch = 1, unitsPerStep, resume} = options;
  const before = unpruned(network, resume, 'towards a latency target');
  const x = await firstExamples(train, latencyBatch);
  const original = cloneNetwork(before);
  let latest: Latency | undefined;
  const arrived = async (one: Network): Promise<boolean> => {
    latest = await measureLatencyRatio(one, original, x);
    return latest.ratio <= until.fraction;
  };
  const without = (now: Structure, units: readonly number[]) => arrivedWithout(network, now, units, arrived);
  const dispose = () => {
    disposeNetwork(original);
    tf.dispose([...x]);
  };
  try {
    if (!resume && !(await without(structure, spareUnits(structure, options)))) {
      throw outOfReach(until, latest!.ratio);
    }
  } catch (error) {
    dispose();
    throw error;
  }
  const measured = resume?.state.measured;
  latest = measured?.latency; // until here it was the smallest network's
  let measuredAt = measured?.flops ?? countFlops(network);
  return {
    reached: async () => {
      const flops = countFlops(network);
      if (flops > (1 - FLOPS_BETWEEN) * measuredAt && unitsPerStep !== 'all') return false;
      measuredAt = flops;
      return (await arrived(network)) && (await arrived(network));
    },
    // One unit changes less than the clock can tell; only a single large step is looked for.
    needed: (now, ranked) =>
      unitsPerStep === 'all' ? shortestStart(ranked, units => without(now, units)) : Promise.resolve(ranked),
    measured: () => ({latency: latest, flops: measuredAt}),
    dispose
  };
}

async function firstExamples(train: Examples, count: number): Promise<readonly tf.Tensor[]> {
  const batch = await train.batch(Array.from({length: count}, (_, i) => i % train.size));
  const x = feedOf(batch).map(tensor => tensor.clone());
  disposeBatch(batch);
  return x;
}

async function arrivedWithout(
  network: Network,
  structure: Structure,
  units: readonly number[],
  arrived: (one: Network) => Promise<boolean>
): Promise<boolean> {
  const smaller = cloneNetwork(network);
  try {
    removeUnits(smaller, structure, units);
    return await arrived(smaller);
  } finally {
    disposeNetwork(smaller);
  }
}
