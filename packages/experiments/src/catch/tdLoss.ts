import {tf} from '@espalier/backend';
import type {Loss} from '@espalier/core';

/**
 * Temporal-difference loss of a Q-network: ½ (Q(s, a) − target)². An example's row of y is its action a and its target,
 * [batch, 2], in place of class probabilities; the network's logits are the values of all actions.
 *
 * Source: Mnih et al. 2015, Human-level control through deep reinforcement learning, with targets from outside.
 */
export const tdLoss: Loss = {
  perExample: (values, y) => tf.tidy(() => tf.mul(tf.square(tf.sum<tf.Tensor1D>(errors(values, y), -1)), 0.5)),
  derivative: (values, y) => tf.tidy(() => errors(values, y))
};

/** Q(s, a) − target at the action that was taken, 0 at the others: [batch, actions]. */
function errors(values: tf.Tensor2D, y: tf.Tensor2D): tf.Tensor2D {
  const [batch, actions] = values.shape;
  const taken = tf.cast(tf.reshape(tf.slice(y, [0, 0], [batch, 1]), [batch]), 'int32');
  const targets = tf.slice(y, [0, 1], [batch, 1]);
  return tf.mul(tf.oneHot(taken, actions), tf.sub(values, targets));
}
