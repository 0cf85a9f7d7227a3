import {mean} from 'd3-array';
import {groupsOf, stagesOf, type Stages} from '../../records/stagesOf.ts';
import {meanInterval, type Estimate} from '../../statistics/meanInterval.ts';
import {rankFractions} from '../../statistics/rankFractions.ts';
import {cellText} from '../cellText.ts';
import {LEAST_SEEDS, type Evidence, type Finding, type Verdict} from './claim.ts';

/** Are layers before pooling more important? By the mean rank of their units in the oracle, against all others'. */
export function poolingClaim({records, beforePooling = []}: Evidence): Finding {
  const claim = 'Layers before pooling are more important';
  const stages = stagesOf(records);
  const layers = groupsOf(stages[0]?.oracle.units ?? []);
  if (!layers.some(name => beforePooling.includes(name)) || layers.every(name => beforePooling.includes(name))) {
    const found = stages.length > 0 ? 'layers before pooling and others: not both known' : 'oracle: not measured';
    return {claim, found, verdict: 'not decidable here'};
  }
  const estimate = meanInterval(stages.map(entry => advantage(entry, beforePooling)));
  const shown = cellText(estimate, {header: '', kind: 'quantity', digits: 3, signed: true});
  const found = `mean oracle rank (0 to 1) before pooling less that of other layers: ${shown}, n = ${estimate?.n ?? 0}`;
  return {claim, found, verdict: estimate ? decide(estimate) : 'not decidable here'};
}

function advantage({oracle}: Stages, beforePooling: readonly string[]): number {
  const ranks = rankFractions(oracle.lossChange.map(Math.abs));
  const isBefore = (i: number) => beforePooling.includes(oracle.units[i]?.group ?? '');
  return (mean(ranks.filter((_, i) => isBefore(i))) ?? NaN) - (mean(ranks.filter((_, i) => !isBefore(i))) ?? NaN);
}

function decide({n, low = 0, high = 0}: Estimate): Verdict {
  if (n < LEAST_SEEDS || (low <= 0 && high >= 0)) return 'not decidable here';
  return low > 0 ? 'confirmed' : 'contradicted';
}
