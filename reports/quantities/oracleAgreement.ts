import {mean} from 'd3-array';
import type {Measure} from '../records/correlationRow.ts';
import {subjectOf} from '../records/subjectOf.ts';
import {meanInterval} from '../statistics/meanInterval.ts';
import {rankCorrelation} from '../statistics/rankCorrelation.ts';
import type {Estimated} from './estimateQuantity.ts';
import {matchRuns} from './matchRuns.ts';
import {measureBySeed, type Measured} from './measureBySeed.ts';
import type {MetricName} from './metricNames.ts';
import type {Place, RunFilter} from './quantitySchema.ts';

export interface OracleAgreementOptions {
  /** Which correlation with the oracle. */
  readonly with: Measure;
  readonly of: MetricName;
  readonly at: Place;
  readonly where: RunFilter;
  /** Criteria that are left out. */
  readonly without: readonly string[];
  /** What the interval is over: seeds of one subject, or means of several subjects. */
  readonly over: 'seeds' | 'subjects';
}

/** A criterion in one network of one seed: its correlation with the oracle, and how the network did that it pruned. */
export interface CriterionPoint {
  readonly criterion: string;
  readonly seed: number;
  readonly rho: number;
  readonly value: number;
}

/** The criteria of one subject that were both scored beside an oracle and pruned by. */
export function criterionPoints(
  {with: measure, of, at, where, without}: Omit<OracleAgreementOptions, 'over'>,
  {records, correlations}: Measured
): CriterionPoint[] {
  const runs = matchRuns(records, where);
  const criteria = [...new Set(runs.map(({criterion}) => criterion))].filter(name => !without.includes(name));
  return criteria.flatMap(criterion => {
    const mine = {records: runs, correlations};
    // As it is ranked: never normalised.
    const own = criterion === 'random' && measure !== 'perLayer' ? 'allRaw' : measure;
    const rhos = measureBySeed({of: `spearman.${own}`, at: 'start', where: {criterion}}, mine);
    const values = measureBySeed({of, at, where: {criterion}}, mine);
    return [...values].flatMap(([seed, value]) => {
      const rho = rhos.get(seed);
      return rho === undefined ? [] : [{criterion, seed, rho, value}];
    });
  });
}

/**
 * Does a criterion that ranks as the oracle does also prune better? Spearman's ρ, over criteria, of their correlation with
 * the oracle and of a metric of the networks that they pruned; once for each seed, or the mean over seeds for each subject.
 */
export function oracleAgreement(options: OracleAgreementOptions, measured: Measured): Estimated {
  const runs = matchRuns(measured.records, options.where);
  const subjects = [...new Set(runs.map(subjectOf))];
  const bySubject = subjects.map(subject => {
    const points = criterionPoints({...options, where: {...options.where, subject}}, measured);
    return [...new Set(points.map(({seed}) => seed))].flatMap(seed => {
      const own = points.filter(point => point.seed === seed).map(({rho, value}) => [rho, value] as const);
      return rankCorrelation(own) ?? [];
    });
  });
  const values = options.over === 'seeds' ? bySubject.flat() : bySubject.flatMap(own => mean(own) ?? []);
  return {estimate: meanInterval(values), unit: 'number', isDifference: false};
}
