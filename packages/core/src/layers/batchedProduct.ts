import {tf} from '@espalier/backend';

/** Products over the last axis, with a matrix of its own for each x: [n, …, in] and [n, in, out] → [n, …, out]. */
export function batchedProduct(x: tf.Tensor, kernels: tf.Tensor): tf.Tensor {
  const [n, inputs, outputs] = [kernels.shape[0], kernels.shape.at(-2)!, kernels.shape.at(-1)!];
  const matrices = tf.reshape<tf.Rank.R3>(kernels, [n, inputs, outputs]);
  const product = tf.matMul(tf.reshape(x, [n, -1, inputs]), matrices); // [n, rows, out]
  return tf.reshape(product, [...x.shape.slice(0, -1), outputs]);
}
