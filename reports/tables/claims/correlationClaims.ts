import {bySeed} from '../../records/bySeed.ts';
import type {Measure} from '../../records/correlationRow.ts';
import {meanInterval} from '../../statistics/meanInterval.ts';
import {cellText} from '../cellText.ts';
import {LEAST_SEEDS, PAPER_CRITERIA, type Evidence, type Finding, type Verdict} from './claim.ts';
import {judgeHighest} from './judgeHighest.ts';

/** Sentences of the paper about correlation with the oracle. */
export function correlationClaims(evidence: Evidence): Finding[] {
  const highest = (claim: string, best: string, measure: Measure) => ({
    claim,
    ...judgeHighest({best, values: valuesOf(evidence, measure)})
  });
  return [
    highest('Taylor has the highest correlation with the oracle within layers', 'taylor', 'perLayer'),
    highest('Taylor has the highest correlation across layers after l2 normalization', 'taylor', 'allL2'),
    highest('OBD is best across layers without normalization', 'obd', 'allRaw'),
    {claim: `Random’s correlation is 0 (within ±${MARGIN}, a margin of ours)`, ...judgeZero(evidence)}
  ];
}

const MARGIN = 0.1;

function valuesOf({correlations}: Evidence, measure: Measure): Map<string, Map<number, number>> {
  const ofCriterion = (name: string) => correlations.filter(({criterion}) => criterion === name);
  return new Map(PAPER_CRITERIA.map(name => [name, bySeed(ofCriterion(name), row => row[measure])]));
}

/** Confirmed when the 95 % interval over seeds lies within the margin, contradicted when it lies outside of it. */
function judgeZero(evidence: Evidence): Omit<Finding, 'claim'> {
  const estimate = meanInterval(valuesOf(evidence, 'allRaw').get('random')?.values() ?? []);
  if (!estimate) return {found: 'random: not measured', verdict: 'not decidable here'};
  const {value, low, high, n} = estimate;
  const found = `random, all layers: ${cellText({value, low, high}, {header: '', kind: 'quantity', signed: true})}, n = ${n}`;
  return {found, verdict: n < LEAST_SEEDS ? 'not decidable here' : within(low ?? -1, high ?? 1)};
}

function within(low: number, high: number): Verdict {
  if (low >= -MARGIN && high <= MARGIN) return 'confirmed';
  return low > MARGIN || high < -MARGIN ? 'contradicted' : 'not decidable here';
}
