import {tf} from '@espalier/backend';
import {logits, type Network} from '@espalier/core';
import {ACTIONS, SHAPE} from './catchGame.ts';

/** Values of all actions in some states, [states × ACTIONS], from their pixels. */
export function qValues(network: Network, pixels: Float32Array): Float32Array {
  return tf.tidy(() =>
    logits(
      network,
      tf.tensor(pixels, [pixels.length / (SHAPE[0]! * SHAPE[1]! * SHAPE[2]!), ...SHAPE])
    ).dataSync<'float32'>()
  );
}

/** The best action of state `index`, the first of equals. */
export function bestAction(values: Float32Array, index: number): number {
  const own = values.subarray(index * ACTIONS, (index + 1) * ACTIONS);
  return own.indexOf(Math.max(...own));
}
