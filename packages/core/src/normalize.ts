import type {UnitRange} from './graph/structure.ts';

/** How scores of different layers are made comparable; `none` leaves them as they are. */
export type Normalization = 'l2' | 'l1' | 'min-max' | 'none';

export const NORMALIZATIONS: readonly Normalization[] = ['l2', 'l1', 'min-max', 'none'];

/**
 * Divides each group's scores by their l2 norm (Eq. 5), by their l1 norm, or maps them to [0, 1].
 *
 * A group whose scores are all 0 (for min-max: all equal) becomes 0, never NaN.
 */
export function normalizeScores(
  scores: Float64Array,
  groups: readonly UnitRange[],
  normalization: Normalization = 'l2'
): Float64Array {
  const normalized = Float64Array.from(scores);
  for (const {first, size} of groups) {
    const part = normalized.subarray(first, first + size);
    const {shift, scale} = range(part, normalization);
    for (let i = 0; i < size; i++) part[i] = scale === 0 ? 0 : (part[i]! - shift) / scale;
  }
  return normalized;
}

function range(scores: Float64Array, normalization: Normalization): {shift: number; scale: number} {
  // Dividing by the largest value first keeps squares of tiny scores from vanishing.
  const largest = scores.reduce((most, score) => Math.max(most, Math.abs(score)), 0);
  switch (normalization) {
    case 'none':
      return {shift: 0, scale: 1};
    case 'min-max': {
      const lowest = Math.min(...scores);
      return {shift: lowest, scale: Math.max(...scores) - lowest};
    }
    case 'l1':
      return {shift: 0, scale: scores.reduce((sum, score) => sum + Math.abs(score), 0)};
    case 'l2': {
      if (largest === 0) return {shift: 0, scale: 0};
      const squares = scores.reduce((sum, score) => sum + (score / largest) ** 2, 0);
      return {shift: 0, scale: largest * Math.sqrt(squares)};
    }
  }
}
