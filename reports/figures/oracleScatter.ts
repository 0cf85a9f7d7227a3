import * as Plot from '@observablehq/plot';
import {max, nice} from 'd3-array';
import type {CorrelationRow} from '../records/correlationRow.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {groupsOf, stagesOf, type Stages} from '../records/stagesOf.ts';
import {subjectOf} from '../records/subjectOf.ts';
import {divideByNorm} from '../statistics/divideByNorm.ts';
import {rankFractions} from '../statistics/rankFractions.ts';
import {fixed} from '../tables/formatNumber.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {compareCriteria} from './seriesStyles.ts';
import {depthColors, GRID, INK, PAPER, WIDE} from './theme.ts';

export interface OracleScatterOptions {
  readonly records: readonly RunRecord[];
  /** Where given, each panel has the criterion's Spearman correlation, all layers after l2. */
  readonly correlations?: readonly CorrelationRow[];
  /** Ranks from 0 (pruned first) to 1, or the values themselves on square-root axes. @default 'rank' */
  readonly axes?: 'rank' | 'value';
  readonly command: string;
}

/**
 * |oracle| against each criterion's l2-normalized score (`random` raw, as it is ranked), one dot a unit, colored by
 * layer, one panel a criterion, for the first seed. Undefined where no run has both an oracle and scores.
 */
export function oracleScatter(options: OracleScatterOptions): Figure | undefined {
  const {records, axes = 'rank', command} = options;
  const [stages] = stagesOf(records).filter(({scores}) => scores);
  if (!stages?.scores) return undefined;
  const groups = groupsOf(stages.oracle.units);
  const colors = new Map(depthColors(groups.length).map((color, i) => [groups[i] ?? '', color]));
  const criteria = toCriteria(stages, axes, rhoOf(options, stages.seed));
  const title = `Each criterion against the oracle, by ${axes}`;
  const caption =
    `${title}: one dot a unit of the unpruned network (${stages.oracle.units.length} units), colored by layer; ` +
    `scores are normalized by layer (l2; random is ranked raw)${criteria.some(({rho}) => rho) ? '; ρ: Spearman, all layers' : ''}. ` +
    `${records[0] ? subjectOf(records[0]) : ''}${examples(stages)}, seed ${stages.seed} (n = 1). Made by \`${command}\`.`;
  const draw = (width = WIDE) => {
    const columns = Math.min(criteria.length, Math.max(2, Math.floor(width / 180)));
    return renderFigure({
      title,
      description: caption,
      width,
      columns,
      panels: criteria.map(criterion => panel(criterion, colors, width / columns, axes)),
      legend: groups.map(label => ({label, color: colors.get(label) ?? GRID})),
      yLabel: axes === 'rank' ? '↑ Rank by the criterion (0 = pruned first)' : '↑ Score, l2-normalized by layer',
      xLabel: axes === 'rank' ? 'Rank by the oracle, |change of loss| →' : '|Change of loss| when ablated →'
    });
  };
  return {name: `oracle-scatter-${axes}`, title, caption, draw};
}

interface CriterionDots {
  readonly title: string;
  /** `ρ = 0.73`, or nothing. */
  readonly rho: string;
  readonly dots: readonly {readonly group: string; readonly x: number; readonly y: number}[];
}

function toCriteria(
  {oracle, scores}: Stages,
  axes: 'rank' | 'value',
  rho: (criterion: string) => string
): CriterionDots[] {
  const place = axes === 'rank' ? rankFractions : (values: readonly number[]) => values;
  const truth = place(oracle.lossChange.map(Math.abs));
  return Object.entries(scores?.criteria ?? {})
    .sort(([a], [b]) => compareCriteria(a, b))
    .map(([name, {raw, l2}]) => {
      const own = place(name === 'random' ? raw : (l2 ?? divideByNorm(raw, oracle.units)));
      const dots = oracle.units.map(({group}, i) => ({group, x: truth[i] ?? 0, y: own[i] ?? 0}));
      return {title: name, rho: rho(name), dots};
    });
}

function rhoOf({correlations = []}: OracleScatterOptions, seed: number): (criterion: string) => string {
  return criterion => {
    const row = correlations.find(candidate => candidate.criterion === criterion && candidate.seed === seed);
    const rho = criterion === 'random' ? row?.allRaw : row?.allL2;
    return rho === undefined || rho === null ? '' : `ρ = ${fixed(rho)}`;
  };
}

function examples({oracle}: Stages): string {
  return oracle.data ? ` (oracle on ${oracle.data.examples} ${oracle.data.split} examples)` : '';
}

function panel(
  {title, rho, dots}: CriterionDots,
  colors: ReadonlyMap<string, string>,
  width: number,
  axes: 'rank' | 'value'
): Panel {
  const ordered = [...colors].flatMap(([group, color]) => [{color, own: dots.filter(dot => dot.group === group)}]);
  return {
    title,
    options: {
      width,
      height: width - 12,
      marginLeft: axes === 'rank' ? 34 : 44,
      marginTop: 6,
      marginRight: 12,
      marginBottom: 24,
      x: axis(
        dots.map(({x}) => x),
        axes
      ),
      y: axis(
        dots.map(({y}) => y),
        axes
      ),
      marks: [
        Plot.frame({stroke: GRID}),
        ...ordered.map(({color, own}) => Plot.dot(own, {x: 'x', y: 'y', r: 1.8, fill: color, fillOpacity: 0.75})),
        Plot.text([rho], {frameAnchor: 'bottom-right', dx: -5, dy: -4, fill: INK, stroke: PAPER, strokeWidth: 3})
      ]
    }
  };
}

// Automatic ticks crowd together at the upper end of a square-root axis; a quarter of its length is halfway.
function axis(values: readonly number[], axes: 'rank' | 'value'): Plot.ScaleOptions {
  if (axes === 'rank') return {label: null, type: 'linear', domain: [0, 1], ticks: 3};
  const high = nice(0, max(values) || 1, 2)[1];
  return {label: null, type: 'sqrt', domain: [0, high], ticks: [0, high / 4, high], tickFormat: '~g'};
}
