import {compareCriteria} from '../../figures/seriesStyles.ts';
import type {AccuracyName} from '../../records/accuracyOf.ts';
import {groupRuns, settingsOf, type Series} from '../../records/groupRuns.ts';
import {accuracyBySeed, FLOPS_FRACTIONS} from '../accuracyAtFlops.ts';
import {PAPER_CRITERIA, type Evidence, type Finding} from './claim.ts';
import {judgeHighest} from './judgeHighest.ts';

/** Sentences of the paper about accuracy after pruning, once for each setting that was swept beside the criterion. */
export function accuracyClaims({records, accuracy = 'testAccuracy'}: Evidence): Finding[] {
  const series = groupRuns(records, compareCriteria);
  const settings = [...new Set(series.map(settingsOf))];
  return settings.flatMap(setting => {
    const own = series.filter(one => settingsOf(one) === setting);
    return [
      judge(own, {accuracy, claim: `Taylor keeps accuracy longest${setting}`, best: 'taylor', among: PAPER_CRITERIA}),
      judge(own, {
        accuracy,
        claim: `Ranking by the oracle’s |change of loss| keeps more accuracy than by the signed change${setting}`,
        best: 'oracle-abs',
        among: ['oracle-abs', 'oracle-loss']
      })
    ];
  });
}

interface Question {
  readonly accuracy: AccuracyName;
  readonly claim: string;
  readonly best: string;
  readonly among: readonly string[];
}

/** Compares where pruning went farthest: at the smallest fixed share of FLOPs that every run in question reached. */
function judge(series: readonly Series[], {accuracy, claim, best, among}: Question): Finding {
  const compared = series.filter(({criterion}) => among.includes(criterion));
  const at = (fraction: number) =>
    new Map(compared.map(({criterion, runs}) => [criterion, accuracyBySeed(runs, fraction, accuracy)]));
  const reached = FLOPS_FRACTIONS.filter(fraction => {
    const values = at(fraction);
    return compared.every(({criterion, runs}) => values.get(criterion)?.size === runs.length);
  });
  const fraction = reached.at(-1);
  if (fraction === undefined)
    return {claim, found: 'no share of FLOPs that all runs reach', verdict: 'not decidable here'};
  const {found, verdict} = judgeHighest({best, values: at(fraction), percent: true});
  return {claim, found: compared.length > 1 ? `at ${100 * fraction} % of FLOPs: ${found}` : found, verdict};
}
