/** Linear between the sorted values, as NumPy and R do by default. */
export function quantile(values, share) {
  const sorted = values.toSorted((a, b) => a - b);
  const place = share * (sorted.length - 1);
  const [low, high] = [Math.floor(place), Math.ceil(place)];
  return sorted[low] + (place - low) * (sorted[high] - sorted[low]);
}

export const median = values => quantile(values, 0.5);

/** What a record says of a list of samples. */
export function describe(samples) {
  return {
    median: median(samples),
    quartiles: [quantile(samples, 0.25), quantile(samples, 0.75)],
    interval: medianInterval(samples),
    fastest: Math.min(...samples),
    samples
  };
}

/**
 * A 95 % interval for the median that assumes nothing of the distribution: between two order statistics (the sign
 * test's). Fewer than six samples cannot give 95 %: their whole range stands in.
 */
export function medianInterval(samples) {
  const sorted = samples.toSorted((a, b) => a - b);
  const n = sorted.length;
  let outside = 0.5 ** n; // P(fewer than k + 1 of n lie below the median)
  let term = outside;
  let k = 0;
  while (2 * outside <= 0.05) {
    term *= (n - k) / (k + 1);
    outside += term;
    k++;
  }
  const first = Math.max(0, k - 1);
  return [sorted[first], sorted[n - 1 - first]];
}

/** Ours over theirs, turn by turn. */
export const ratios = (ours, theirs) => ours.map((value, i) => value / theirs[i]);
