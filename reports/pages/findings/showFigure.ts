import {accuracyAgainst} from '../../figures/accuracyAgainst.ts';
import {correlationDots} from '../../figures/correlationDots.ts';
import type {Figure} from '../../figures/figure.ts';
import {latencyAgainstFlops} from '../../figures/latencyAgainstFlops.ts';
import {milestones} from '../../figures/milestones.ts';
import {oracleRanks} from '../../figures/oracleRanks.ts';
import {oracleScatter} from '../../figures/oracleScatter.ts';
import {unitsLeft} from '../../figures/unitsLeft.ts';
import type {Measured} from '../../quantities/measureBySeed.ts';
import {referenceOf} from '../../records/referenceOf.ts';
import type {ShownFigure} from './showSchema.ts';

/** Figures that show several subjects beside each other; all others are drawn once for each. */
export const FIGURES_OF_ALL: readonly ShownFigure['figure'][] = ['latency', 'correlations'];

/** The figure that an entry of `show` asks for; undefined where the runs lack what it shows. */
export function showFigure(entry: ShownFigure, {records, correlations}: Measured, command: string): Figure | undefined {
  const common = {records, command};
  const reference = referenceOf(records);
  switch (entry.figure) {
    case 'accuracy':
      return accuracyAgainst({...common, remaining: entry.against, accuracy: entry.metric, reference});
    case 'milestones':
      return milestones({...common, ...entry});
    case 'latency':
      return latencyAgainstFlops(common);
    case 'correlations':
      return correlationDots({correlations, measures: entry.measures, reference: withSpearman(reference), command});
    case 'oracle-scatter':
      return oracleScatter({...common, correlations});
    case 'oracle-ranks':
      return oracleRanks({...common, beforePooling: records[0]?.beforePooling});
    case 'units-left':
      return unitsLeft(common);
  }
}

/** Published numbers that have correlations. */
export function withSpearman(reference: ReturnType<typeof referenceOf>): ReturnType<typeof referenceOf> {
  return reference?.subjects.some(({spearman}) => spearman) ? reference : undefined;
}
