import {createRequire} from 'node:module';

// jstat carries no types, and an ambient declaration would not reach packages that read these sources.
const {jStat} = createRequire(import.meta.url)('jstat') as {
  readonly jStat: {ibeta(x: number, a: number, b: number): number};
};

/** The probability that a variable of Fisher's F distribution is at least `f`. */
export function fTail(f: number, numerator: number, denominator: number): number {
  // By the incomplete beta function of the other tail, so that small probabilities are not the rest of 1.
  return jStat.ibeta(denominator / (denominator + numerator * f), denominator / 2, numerator / 2);
}
