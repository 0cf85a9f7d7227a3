import * as Plot from '@observablehq/plot';
import {extent, quantile} from 'd3-array';
import {seedWords} from '../records/describeRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {groupsOf, stagesOf, type Stages} from '../records/stagesOf.ts';
import {subjectOf} from '../records/subjectOf.ts';
import {rankFractions} from '../statistics/rankFractions.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {GRID, INK, MUTED, OKABE_ITO, textWidth, WIDE} from './theme.ts';

export interface OracleRanksOptions {
  readonly records: readonly RunRecord[];
  /** Groups whose maps go into pooling next; marked in the figure. */
  readonly beforePooling?: readonly string[];
  readonly command: string;
}

/**
 * Where each layer's units lie in the oracle's ranking of all units: median, quartiles and range, one bar a seed.
 * Undefined where no run has an oracle.
 */
export function oracleRanks({records, beforePooling = [], command}: OracleRanksOptions): Figure | undefined {
  const stages = stagesOf(records);
  const [first] = stages;
  if (!first) return undefined;
  const groups = groupsOf(first.oracle.units);
  const bars = stages.flatMap(entry => toBars(entry, beforePooling));
  const title = 'Oracle rank by layer';
  const pooling = beforePooling.length > 0 ? ' *: before pooling.' : '';
  const caption =
    `${title}: median (dot), quartiles (thick line) and range (thin line) of the ranks of a layer's units among all ` +
    `${first.oracle.units.length} units by |change of loss|; one bar a seed; layers from input (top) to output.${pooling} ` +
    `${records[0] ? subjectOf(records[0]) : ''}, ` +
    `${seedWords(stages.map(({seed}) => seed))} (n = ${stages.length}). Made by \`${command}\`.`;
  const labels = groups.map(group => labelOf(group, beforePooling));
  const draw = (width = WIDE) =>
    renderFigure({
      title,
      description: caption,
      width,
      panels: [panel(bars, labels, stages.length, width)],
      xLabel: 'Rank by the oracle (0 = pruned first) →'
    });
  return {name: 'oracle-ranks', title, caption, draw};
}

interface Bar {
  readonly label: string;
  readonly seed: number;
  readonly low: number;
  readonly high: number;
  readonly median: number;
  readonly lower: number;
  readonly upper: number;
}

function labelOf(group: string, beforePooling: readonly string[]): string {
  return beforePooling.includes(group) ? `${group} *` : group;
}

function toBars({seed, oracle}: Stages, beforePooling: readonly string[]): Bar[] {
  const ranks = rankFractions(oracle.lossChange.map(Math.abs));
  return groupsOf(oracle.units).map(group => {
    const own = ranks.filter((_, i) => oracle.units[i]?.group === group);
    const [low = 0, high = 0] = extent(own);
    const at = (p: number) => quantile(own, p) ?? 0;
    return {label: labelOf(group, beforePooling), seed, low, high, median: at(0.5), lower: at(0.25), upper: at(0.75)};
  });
}

function panel(bars: readonly Bar[], labels: readonly string[], seeds: number, width: number): Panel {
  const rows = {fy: 'label', y: 'seed'} as const;
  const marginLeft = 14 + Math.max(...labels.map(textWidth));
  return {
    options: {
      width,
      height: 40 + labels.length * Math.max(24, 8 + 9 * seeds),
      marginLeft,
      marginTop: 8,
      marginBottom: 26,
      marginRight: 12,
      fy: {domain: labels, label: null, axis: null, padding: 0.15},
      y: {type: 'point', axis: null, padding: 0.5},
      x: {domain: [0, 1], label: null, ticks: width < 480 ? 5 : 10},
      marks: [
        Plot.axisFy({anchor: 'left', label: null, dx: -8, textAnchor: 'end', frameAnchor: 'left'}),
        Plot.gridX({stroke: GRID, strokeOpacity: 1, ticks: width < 480 ? 5 : 10}),
        Plot.ruleY(bars, {...rows, x1: 'low', x2: 'high', stroke: MUTED, strokeWidth: 1}),
        Plot.ruleY(bars, {...rows, x1: 'lower', x2: 'upper', stroke: OKABE_ITO.blue, strokeWidth: 5}),
        Plot.dot(bars, {...rows, x: 'median', r: 3, fill: INK})
      ]
    }
  };
}
