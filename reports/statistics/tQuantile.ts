import {createRequire} from 'node:module';

// jstat carries no types, and an ambient declaration would not reach packages that read these sources.
const {jStat} = createRequire(import.meta.url)('jstat') as {
  readonly jStat: {readonly studentt: {inv(probability: number, degreesOfFreedom: number): number}};
};

/** Quantile of Student's t distribution: the value below which `probability` of it lies. */
export function tQuantile(probability: number, degreesOfFreedom: number): number {
  return jStat.studentt.inv(probability, degreesOfFreedom);
}
