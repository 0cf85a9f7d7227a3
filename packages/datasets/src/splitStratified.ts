import {shuffledIndices} from './shuffledIndices.ts';

/** Indices of the two parts, each in ascending order, so that file order is kept. */
export interface Split {
  readonly train: Int32Array;
  readonly validation: Int32Array;
}

/**
 * Splits examples in two so that every class is split alike: a class of c examples gives fraction · c of them to
 * `validation`, rounded down or up, and `validation` has round(fraction · n) in all. Which ones depends on the seed.
 *
 * Rounding goes by the largest remainder, the lower class first. Fractions lie in [0, 1].
 */
export function splitStratified(labels: ArrayLike<number>, fraction: number, seed: number | string): Split {
  if (!(fraction >= 0 && fraction <= 1)) {
    throw new Error(`Expected fraction to be between 0 and 1, got ${fraction}.`);
  }
  const members = membersOfClasses(labels);
  const quotas = roundKeepingTotal(
    members.map(indices => indices.length * fraction),
    Math.round(labels.length * fraction)
  );
  const chosen = members.flatMap((indices, k) => {
    const order = shuffledIndices(indices.length, `${seed}/split/${labels[indices[0]!]}`);
    return Array.from(order.subarray(0, quotas[k]), i => indices[i]!);
  });
  const isChosen = new Set(chosen);
  return {
    train: Int32Array.from(Array.from(labels, (_, i) => i).filter(i => !isChosen.has(i))),
    validation: Int32Array.from(chosen).sort()
  };
}

/** Indices of each class that occurs, lowest label first. */
export function membersOfClasses(labels: ArrayLike<number>): number[][] {
  const members = new Map<number, number[]>();
  for (let i = 0; i < labels.length; i++) {
    const label = labels[i]!;
    const indices = members.get(label);
    if (indices) indices.push(i);
    else members.set(label, [i]);
  }
  return [...members.keys()].sort((a, b) => a - b).map(label => members.get(label)!);
}

/** Each value rounded down or up so that the sum is `total`; the largest remainders go up. */
function roundKeepingTotal(values: readonly number[], total: number): number[] {
  // A product such as 10 · 0.1 / 3 · 3 may end a hair below a whole number and must not be rounded down.
  const rounded = values.map(value => Math.floor(value + 1e-9));
  const byRemainder = values
    .map((value, k) => ({k, remainder: value - rounded[k]!}))
    .sort((a, b) => b.remainder - a.remainder || a.k - b.k);
  const missing = total - rounded.reduce((sum, value) => sum + value, 0);
  for (const {k} of byRemainder.slice(0, Math.max(missing, 0))) rounded[k]!++;
  return rounded;
}
