import type {Criterion} from '../criterion.ts';

/** Rankings by the measured oracle: `oracle-loss` by the signed change of the loss, `oracle-abs` by its size. */
export type OracleRanking = 'oracle-loss' | 'oracle-abs';

export const ORACLE_RANKINGS: readonly OracleRanking[] = ['oracle-loss', 'oracle-abs'];

/** What decides the order of removal. */
export type Ranker = Criterion | OracleRanking;

export function isOracleRanking(ranker: Ranker): ranker is OracleRanking {
  return typeof ranker === 'string';
}

export function rankerName(ranker: Ranker): string {
  return isOracleRanking(ranker) ? ranker : ranker.name;
}

/** The measured oracle and criteria that say so are ranked as they are; the others after normalisation. */
export function isRankedRaw(ranker: Ranker): boolean {
  return isOracleRanking(ranker) || ranker.ranked === 'raw';
}
