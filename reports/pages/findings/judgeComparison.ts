import {matchRuns, mergeFilters} from '../../quantities/matchRuns.ts';
import {measureBySeed, type Measured} from '../../quantities/measureBySeed.ts';
import {estimateQuantity} from '../../quantities/estimateQuantity.ts';
import {oracleAgreement} from '../../quantities/oracleAgreement.ts';
import {metricOf} from '../../quantities/metricNames.ts';
import type {RunFilter} from '../../quantities/quantitySchema.ts';
import {subjectOf} from '../../records/subjectOf.ts';
import {LEAST_SEEDS, PAPER_CRITERIA} from '../../tables/claims/claim.ts';
import {judgeHighest} from '../../tables/claims/judgeHighest.ts';
import {poolingClaim} from '../../tables/claims/poolingClaim.ts';
import type {Comparison} from './findingSchema.ts';
import {judgeEffect} from './judgeEffect.ts';
import {FEW_SEEDS, judgeRange} from './judgeRange.ts';
import {judgeReduction} from './judgeReduction.ts';
import type {Outcome} from './outcome.ts';

/** One outcome, or one for each subject where the comparison asks for that. */
export function judgeComparison(comparison: Comparison, measured: Measured): Outcome[] {
  const {claim, each} = comparison;
  if (!each) return [{claim, ...judge(comparison, measured, {})}];
  const runs = matchRuns(measured.records, whereOf(comparison));
  return [...new Set(runs.map(subjectOf))].map(subject => ({
    claim: `${claim} (${subject})`,
    ...judge(comparison, measured, {subject})
  }));
}

function whereOf({measure, highest, reduction, effect, pooling, oracleAgreement: agreement}: Comparison): RunFilter {
  const where = (measure ?? highest ?? reduction ?? effect ?? pooling ?? agreement)?.where ?? {};
  const measured = measure ?? highest;
  const isOfScores = measured !== undefined && 'of' in measured && measured.of.startsWith('spearman.');
  // Scores are of every criterion, whatever the runs prune by.
  return Object.fromEntries(Object.entries(where).filter(([key]) => !isOfScores || key !== 'criterion'));
}

function judge(comparison: Comparison, measured: Measured, more: RunFilter): Omit<Outcome, 'claim'> {
  const {measure, highest, reduction, effect, pooling, oracleAgreement: agreement, undecidable, expect} = comparison;
  const where = (own: RunFilter) => mergeFilters(own, more);
  if (measure && expect)
    return judgeRange(estimateQuantity({...measure, where: where(measure.where)}, measured), expect);
  if (reduction && expect?.above !== undefined)
    return judgeReduction(matchRuns(measured.records, where(reduction.where)), reduction, expect.above);
  if (highest) return judgeBest({...highest, where: where(highest.where)}, measured);
  if (effect) return judgeEffect(matchRuns(measured.records, where(effect.where)), effect);
  if (agreement && expect)
    return judgeRange(oracleAgreement({...agreement, where: where(agreement.where)}, measured), expect);
  if (pooling) return judgePooling(where(pooling.where), measured);
  return {verdict: 'not decidable here', found: 'not measured', why: undecidable};
}

function judgeBest(
  {criterion, among, ...term}: NonNullable<Comparison['highest']>,
  measured: Measured
): Omit<Outcome, 'claim'> {
  const criteria = among === 'paper' ? PAPER_CRITERIA : among === 'all' ? criteriaIn(measured) : among;
  const of = (name: string) => measureBySeed({...term, where: {...term.where, criterion: name}}, measured);
  const values = new Map([...new Set([criterion, ...criteria])].map(name => [name, of(name)]));
  const {found, verdict} = judgeHighest({best: criterion, values, percent: metricOf(term.of).unit === 'share'});
  if (verdict !== 'not decidable here') return {found, verdict};
  const seeds = values.get(criterion)?.size ?? 0;
  return {found, verdict, why: seeds < LEAST_SEEDS ? FEW_SEEDS : 'the intervals do not settle every difference'};
}

function criteriaIn({records, correlations}: Measured): string[] {
  return [...new Set([...records, ...correlations].map(({criterion}) => criterion))];
}

function judgePooling(where: RunFilter, {records, correlations}: Measured): Omit<Outcome, 'claim'> {
  const runs = matchRuns(records, where);
  const {found, verdict} = poolingClaim({records: runs, correlations, beforePooling: runs[0]?.beforePooling});
  if (verdict !== 'not decidable here') return {found, verdict};
  const seeds = new Set(runs.map(({seed}) => seed)).size;
  return {found, verdict, why: seeds < LEAST_SEEDS ? FEW_SEEDS : 'the interval holds 0'};
}
