import {tf} from '@espalier/backend';

/** One row an example, 1 at its class: [batch, classes]. */
export function oneHot(labels: readonly number[], classes: number): tf.Tensor2D {
  const rows = new Float32Array(labels.length * classes);
  labels.forEach((label, row) => (rows[row * classes + label] = 1));
  return tf.tensor2d(rows, [labels.length, classes]);
}
