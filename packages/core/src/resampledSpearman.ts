/** Spearman's ρ of a sample with repeats: unit i is in it `counts[i]` times. Null where either side is constant. */
export type ResampledSpearman = (counts: Uint32Array) => number | null;

/**
 * Prepares Spearman's rank correlation, ties by average rank, for many resamples of the same pairs. Values are sorted
 * once; each resample then takes one pass, where ranking anew would sort it again.
 */
export function resampledSpearman(a: readonly number[], b: readonly number[]): ResampledSpearman {
  const [left, right] = [createRanks(a), createRanks(b)];
  return counts => {
    const [x, y] = [left(counts), right(counts)];
    const size = counts.reduce((sum, count) => sum + count, 0);
    const middle = (size + 1) / 2; // the mean of all ranks, ties or not
    let [xx, yy, xy] = [0, 0, 0];
    for (const [i, count] of counts.entries()) {
      const [dx, dy] = [x[i]! - middle, y[i]! - middle];
      xx += count * dx * dx;
      yy += count * dy * dy;
      xy += count * dx * dy;
    }
    return xx === 0 || yy === 0 ? null : xy / Math.sqrt(xx * yy);
  };
}

/** A function from counts to the average rank of each value in the sample; units that are not in it get no rank. */
function createRanks(values: readonly number[]): (counts: Uint32Array) => Float64Array {
  const order = [...values.keys()].sort((i, j) => values[i]! - values[j]!);
  const ranks = new Float64Array(values.length);
  return counts => {
    let below = 0;
    for (let start = 0; start < order.length;) {
      let end = start;
      let tied = 0;
      while (end < order.length && values[order[end]!] === values[order[start]!]) tied += counts[order[end++]!]!;
      for (let i = start; i < end; i++) ranks[order[i]!] = below + (tied + 1) / 2;
      below += tied;
      start = end;
    }
    return ranks;
  };
}
