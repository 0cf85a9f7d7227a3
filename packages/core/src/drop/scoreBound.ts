/** Examples that both networks were asked, and how often one alone was right. */
export interface Pairs {
  readonly examples: number;
  /** Right before, wrong after. */
  readonly lost: number;
  /** Wrong before, right after. */
  readonly gained: number;
}

/** Standard normal quantile of one-sided 95 %. */
export const Z = 1.6448536269514722;

/**
 * One-sided 95 % upper confidence bound of the drop of a share of right answers, (lost − gained) / examples, in (−1, 1]:
 * the largest drop that a score test of the paired answers does not reject. With no answer changed it is z² / (examples +
 * z²), not 0: few examples promise little.
 *
 * Source: Tango, Statistics in Medicine 1998, 17: 891–908.
 */
export function scoreBound(pairs: Pairs): number {
  const {examples, lost, gained} = pairs;
  let [low, high] = [(lost - gained) / examples, 1];
  for (let i = 0; i < 60; i++) {
    const middle = (low + high) / 2;
    if (score(pairs, middle) > -Z) low = middle;
    else high = middle;
  }
  return high;
}

/** Standardized distance of the drop that was seen from `drop`, by the variance that is likeliest with that drop. */
function score({examples: n, lost, gained}: Pairs, drop: number): number {
  // The likeliest probability of a gain, given the drop.
  const linear = (2 * n - lost + gained) * drop - lost - gained;
  const constant = -gained * drop * (1 - drop);
  const gain = (Math.sqrt(linear * linear - 8 * n * constant) - linear) / (4 * n);
  return (lost - gained - n * drop) / Math.sqrt(n * (2 * gain + drop * (1 - drop)));
}
