import {examplesForStability, isUnstable, STABLE, type RankingStability} from '@espalier/core';

export interface RankingSource {
  readonly criterion: string;
  /** Training examples that there are. */
  readonly available: number;
  /** What to set that so many examples are scored: `--examples 350`. */
  readonly remedy: (examples: number) => string;
}

/**
 * One line that warns of a ranking which other examples of the same kind would have made otherwise, with what to do about it;
 * undefined where there is nothing to warn of.
 */
export function unstableRanking(
  stability: RankingStability,
  {criterion, available, remedy}: RankingSource
): string | undefined {
  if (!isUnstable(stability)) return undefined;
  const {all, examples} = stability;
  const needed = examplesForStability(stability);
  const counts = new Intl.NumberFormat('en');
  const what =
    `Unstable ranking by ${criterion}: ${counts.format(examples)} other examples would rank the units otherwise ` +
    `(stability ${all!.toFixed(2)}, ${STABLE} is wanted).`;
  if (needed === undefined) return `${what} It is no better than chance: score many more examples.`;
  const about = `About ${counts.format(needed)} examples would do`;
  if (needed > available) return `${what} ${about}, but there are ${counts.format(available)}: gather more.`;
  return `${what} ${about}: ${remedy(needed)}.`;
}

export interface Drawing {
  readonly updates: number;
  readonly batchSize: number;
}

/** What to set for so many examples in a pruning, whose scores come from its updates if it has any. */
export function pruningRemedy(
  {updates, batchSize}: Drawing,
  names: {readonly updates: string; readonly examples: string}
): RankingSource['remedy'] {
  return examples =>
    updates > 0
      ? `${names.updates} ${Math.ceil(examples / batchSize)} (minibatches of ${batchSize}), or larger minibatches`
      : `${names.examples} ${examples}`;
}
