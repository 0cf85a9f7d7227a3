import {tf} from '@espalier/backend';
import type {Counts, Criterion, GroupEvidence, Moments, Rows} from '@espalier/core';

/** The scores that a criterion makes of what was collected over all examples. */
export function finish(
  criterion: Criterion,
  collected: Readonly<Record<string, Float64Array | Moments | Rows>>,
  evidence: Partial<GroupEvidence & Counts> = {}
): readonly number[] {
  const scores = criterion.finish!(collected, evidence as GroupEvidence & Counts);
  return Array.from(scores instanceof tf.Tensor ? scores.dataSync() : scores);
}
