/**
 * Scores divided by the l2 norm of their group's (Molchanov et al. 2017, Eq. 5), parallel to `units`; those of a group
 * whose scores are all 0 stay 0.
 */
export function divideByNorm(scores: readonly number[], units: readonly {readonly group: string}[]): number[] {
  const squares = new Map<string, number>();
  units.forEach(({group}, i) => squares.set(group, (squares.get(group) ?? 0) + (scores[i] ?? 0) ** 2));
  return scores.map((score, i) => {
    const norm = Math.sqrt(squares.get(units[i]?.group ?? '') ?? 0);
    return norm === 0 ? 0 : score / norm;
  });
}
