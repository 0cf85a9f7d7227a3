import {type Estimate, meanInterval} from './meanInterval.ts';

/**
 * Mean of `ours − theirs` over the seeds that both have, with its t-based interval. Runs of one seed start from the
 * same weights, so pairing takes the spread between seeds out.
 */
export function pairedDifference(
  ours: ReadonlyMap<number, number>,
  theirs: ReadonlyMap<number, number>,
  options: {readonly level?: number} = {}
): Estimate | undefined {
  const differences = [...ours].flatMap(([seed, value]) => {
    const other = theirs.get(seed);
    return other === undefined ? [] : [value - other];
  });
  return meanInterval(differences, options);
}
