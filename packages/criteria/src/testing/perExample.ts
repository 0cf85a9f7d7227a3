import {tf} from '@espalier/backend';
import type {Counts, Criterion, ExampleEvidence} from '@espalier/core';

/** What a criterion makes of one minibatch, as plain numbers row by row; a lone tensor under the key `value`. */
export function perExample(
  criterion: Criterion,
  evidence: Partial<ExampleEvidence & Counts>
): Readonly<Record<string, readonly number[]>> {
  const result = criterion.perExample!(evidence as ExampleEvidence & Counts);
  const tensors = result instanceof tf.Tensor ? {value: result} : result;
  return Object.fromEntries(Object.entries(tensors).map(([key, tensor]) => [key, Array.from(tensor.dataSync())]));
}
