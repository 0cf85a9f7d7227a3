import {tf} from '@espalier/backend';

/**
 * What an example costs, and the derivative by its logits. Derivatives are given in closed form: the backward pass
 * starts at the logits.
 */
export interface Loss {
  /** Loss of each example: [batch]. */
  readonly perExample: (logits: tf.Tensor2D, y: tf.Tensor2D) => tf.Tensor1D;
  /** Derivative of each example's loss by its logits: [batch, classes]. */
  readonly derivative: (logits: tf.Tensor2D, y: tf.Tensor2D) => tf.Tensor2D;
}

/** Softmax cross-entropy on logits, y being class probabilities: −Σ y · log softmax(logits). */
export const crossEntropy: Loss = {
  perExample: (logits, y) => tf.neg(tf.sum<tf.Tensor1D>(tf.mul(y, tf.logSoftmax(logits)), -1)),
  derivative: (logits, y) => tf.sub(tf.softmax(logits), y)
};
