import {tf} from '@espalier/backend';
import {ablation} from './graph/ablate.ts';
import {fed, type Feed} from './graph/feed.ts';
import {forward, type ForwardOptions} from './graph/forward.ts';
import type {Network} from './graph/network.ts';
import type {Structure} from './graph/structure.ts';
import {groupsByUnit} from './rank.ts';
import {removeUnits} from './removeUnits.ts';

/** Removing units did not give what ablating them gives: a bug in a layer's channel flow, never to be ignored. */
export class RemovalError extends Error {
  override readonly name = 'RemovalError';
}

/** Largest difference between ablated and pruned logits, as a share of the largest logit, that rounding explains. */
export const TOLERANCE = 1e-5;

export interface CheckedRemoval {
  /** max |ablated − pruned| / max |logit| over the check's examples. */
  readonly difference: number;
  /** Seconds that removal took, and that the check took. */
  readonly removalSeconds: number;
  readonly checkSeconds: number;
}

/**
 * Removes units and makes sure that the pruned network computes what the ablated one did at every output, on the examples `x`.
 *
 * Throws `RemovalError` with the layers' names where it does not.
 */
export function removeUnitsChecked(
  network: Network,
  structure: Structure,
  units: readonly number[],
  x: Feed,
  companions: readonly Map<string, tf.Tensor>[] = []
): CheckedRemoval {
  const started = performance.now();
  const ablated = outputsOf(network, x, ablation(structure, units));
  const removing = performance.now();
  removeUnits(network, structure, units, companions);
  const removed = performance.now();
  const pruned = outputsOf(network, x);
  const difference = Math.max(...ablated.map((one, i) => relativeGap(one, pruned[i]!)));
  tf.dispose([ablated, pruned]);
  if (!(difference <= TOLERANCE)) {
    const groupOf = groupsByUnit(structure);
    const names = [...new Set(units.map(unit => groupOf[unit]!.name))].join(', ');
    throw new RemovalError(
      `Expected removing units of ${names} to change nothing but what ablating them changes (${TOLERANCE} of the ` +
        `largest logit), got a difference of ${difference.toExponential(2)}.`
    );
  }
  const checkSeconds = (removing - started + performance.now() - removed) / 1000;
  return {difference, removalSeconds: (removed - removing) / 1000, checkSeconds};
}

/** Logits [batch, classes] of the first output with `units` ablated; the caller disposes them. */
export function ablatedLogits(network: Network, structure: Structure, units: Iterable<number>, x: Feed): tf.Tensor2D {
  const [first, ...others] = outputsOf(network, x, ablation(structure, units));
  tf.dispose(others);
  return first as tf.Tensor2D;
}

function outputsOf(network: Network, x: Feed, edge?: ForwardOptions['edge']): tf.Tensor[] {
  return tf.tidy(() => {
    const values = forward(network, fed(network, x), network.outputs, {edge});
    return network.outputs.map(id => values.get(id)!);
  });
}

/** max |a − b| / max |a| */
function relativeGap(a: tf.Tensor, b: tf.Tensor): number {
  return tf.tidy(() => {
    const gap = tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
    const largest = tf.max(tf.abs(a)).dataSync()[0]!;
    return largest === 0 ? gap : gap / largest;
  });
}
