import {tf} from '@espalier/backend';
import type {Loss} from '../loss.ts';
import {softTargets} from './softTargets.ts';

/** A part of what a minibatch costs, and its derivative by the tensor of the pass that it looks at. */
export type Term = {cost: tf.Scalar; derivative: tf.Tensor};

export interface LogitsTerm {
  readonly logits: tf.Tensor2D;
  /** The teacher's logits, and the labels. */
  readonly taught: tf.Tensor2D;
  readonly y: tf.Tensor2D;
  /** Of the task. */
  readonly loss: Loss;
  readonly temperature: number;
  readonly weight: number;
}

/** Mean over the examples of (1 − weight) · the task's loss + weight · T² · KL(teacher_T ‖ student_T). */
export function logitsTerm({logits, taught, y, loss, temperature, weight}: LogitsTerm): Term {
  const soft = softTargets(temperature);
  const mix = (task: tf.Tensor, told: tf.Tensor) => tf.add(tf.mul(task, 1 - weight), tf.mul(told, weight));
  return {
    cost: tf.mean(mix(loss.perExample(logits, y), soft.perExample(logits, taught))),
    derivative: tf.div(mix(loss.derivative(logits, y), soft.derivative(logits, taught)), y.shape[0])
  };
}

/**
 * Mean squared error of a feature map over the teacher's mean square, times `weight`: Σ (map − taught)² / Σ taught² over
 * the minibatch. Without the weight it is 0 where they agree and 1 for a map of zeros. A teacher's map that is 0 everywhere
 * has nothing to teach: 0.
 */
export function featureTerm(map: tf.Tensor, taught: tf.Tensor, weight: number): Term {
  const square = tf.sum(tf.square(taught));
  const difference = tf.sub(map, taught);
  return {
    cost: tf.divNoNan(tf.mul(tf.sum(tf.square(difference)), weight), square),
    derivative: tf.divNoNan(tf.mul(difference, 2 * weight), square)
  };
}
