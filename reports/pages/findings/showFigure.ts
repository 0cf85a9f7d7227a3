import {againstSetting} from '../../figures/againstSetting.ts';
import {accuracyAgainst} from '../../figures/accuracyAgainst.ts';
import {benchPoints} from '../../figures/benchPoints.ts';
import {correlationDots} from '../../figures/correlationDots.ts';
import {costFront} from '../../figures/costFront.ts';
import type {Figure} from '../../figures/figure.ts';
import {heatMap} from '../../figures/heatMap.ts';
import {latencyAgainstFlops} from '../../figures/latencyAgainstFlops.ts';
import {milestones} from '../../figures/milestones.ts';
import {oracleAccuracy} from '../../figures/oracleAccuracy.ts';
import {oracleRanks} from '../../figures/oracleRanks.ts';
import {oracleScatter} from '../../figures/oracleScatter.ts';
import {pareto} from '../../figures/pareto.ts';
import {unitsLeft} from '../../figures/unitsLeft.ts';
import {matchRows} from '../../quantities/columnQuantity.ts';
import type {Measured} from '../../quantities/measureBySeed.ts';
import {referenceOf} from '../../records/referenceOf.ts';
import type {ShownFigure} from './showSchema.ts';

/** Figures that show several subjects beside each other; all others are drawn once for each. */
export const FIGURES_OF_ALL: readonly ShownFigure['figure'][] = ['latency', 'correlations', 'oracle-accuracy'];

/** The figure that an entry of `show` asks for; undefined where the runs lack what it shows. */
export function showFigure(entry: ShownFigure, measured: Measured, command: string): Figure | undefined {
  const {records, correlations, bench} = measured;
  const common = {records, command};
  const reference = referenceOf(records);
  switch (entry.figure) {
    case 'accuracy':
      return accuracyAgainst({...common, remaining: entry.against, accuracy: entry.metric, reference});
    case 'milestones':
      return milestones({...common, ...entry});
    case 'bench':
      return bench && benchPoints({...entry, bench, rows: matchRows(bench.rows, entry.where), command});
    case 'latency':
      return latencyAgainstFlops(common);
    case 'correlations':
      return correlationDots({correlations, measures: entry.measures, reference: withSpearman(reference), command});
    case 'against-setting':
      return againstSetting({...common, ...entry});
    case 'oracle-accuracy':
      return oracleAccuracy({...common, ...entry, correlations});
    case 'oracle-scatter':
      return oracleScatter({...common, correlations});
    case 'oracle-ranks':
      return oracleRanks({...common, beforePooling: records[0]?.beforePooling});
    case 'units-left':
      return unitsLeft(common);
    case 'cost':
      return costFront({...common, ...entry});
    case 'heat-map':
      return heatMap({...common, ...entry});
    case 'pareto':
      return pareto({...common, ...entry});
  }
}

/** Published numbers that have correlations. */
export function withSpearman(reference: ReturnType<typeof referenceOf>): ReturnType<typeof referenceOf> {
  return reference?.subjects.some(({spearman}) => spearman) ? reference : undefined;
}
