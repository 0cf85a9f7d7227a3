import {tf} from '@espalier/backend';
import {logits} from './evaluate.ts';
import {ablation} from './graph/ablate.ts';
import {forward} from './graph/forward.ts';
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
 * Removes units and makes sure that the pruned network computes what the ablated one did, on the examples `x`.
 *
 * Throws `RemovalError` with the layers' names where it does not.
 */
export function removeUnitsChecked(
  network: Network,
  structure: Structure,
  units: readonly number[],
  x: tf.Tensor,
  companions: readonly Map<string, tf.Tensor>[] = []
): CheckedRemoval {
  const started = performance.now();
  const ablated = ablatedLogits(network, structure, units, x);
  const removing = performance.now();
  removeUnits(network, structure, units, companions);
  const removed = performance.now();
  const pruned = logits(network, x);
  const {gap, largest} = tf.tidy(() => ({
    gap: tf.max(tf.abs(tf.sub(ablated, pruned))).dataSync()[0]!,
    largest: tf.max(tf.abs(ablated)).dataSync()[0]!
  }));
  tf.dispose([ablated, pruned]);
  const difference = largest === 0 ? gap : gap / largest;
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

/** Logits [batch, classes] with `units` ablated; the caller disposes them. */
export function ablatedLogits(
  network: Network,
  structure: Structure,
  units: Iterable<number>,
  x: tf.Tensor
): tf.Tensor2D {
  const edge = ablation(structure, units);
  const [output] = network.outputs;
  return tf.tidy(
    () => forward(network, new Map([[network.inputs[0]!, x]]), [output!], {edge}).get(output!)! as tf.Tensor2D
  );
}
