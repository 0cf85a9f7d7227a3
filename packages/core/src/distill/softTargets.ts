import {tf} from '@espalier/backend';
import type {Loss} from '../loss.ts';

/**
 * T² · KL(p ‖ q), where p = softmax(teacher's logits / T) and q = softmax(logits / T). `y` of this loss are the teacher's
 * logits, [batch, classes], not labels. T² keeps the derivative about as large as the cross-entropy's, whatever T.
 *
 * Its derivative by the logits is T · (q − p).
 *
 * Source: Hinton, Vinyals and Dean 2015, arXiv:1503.02531, section 2.
 */
export function softTargets(temperature: number): Loss {
  const soften = (logits: tf.Tensor2D) => tf.div<tf.Tensor2D>(logits, temperature);
  return {
    perExample: (logits, taught) => {
      const [q, p] = [tf.logSoftmax(soften(logits)), tf.logSoftmax(soften(taught))];
      return tf.mul(tf.sum<tf.Tensor1D>(tf.mul(tf.exp(p), tf.sub(p, q)), -1), temperature ** 2);
    },
    derivative: (logits, taught) => tf.mul(tf.sub(tf.softmax(soften(logits)), tf.softmax(soften(taught))), temperature)
  };
}
