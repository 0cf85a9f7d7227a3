import * as Plot from '@observablehq/plot';
import {max} from 'd3-array';
import type {Reference} from '@espalier/experiments/reference';
import {bySeed} from '../records/bySeed.ts';
import {MEASURE_NAMES, type CorrelationRow, type Measure} from '../records/correlationRow.ts';
import {seedWords} from '../records/describeRuns.ts';
import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import {PAPER as PUBLISHED} from '../tables/paperNumbers.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {compareCriteria, type SeriesStyle} from './seriesStyles.ts';
import {GRID, MUTED, NARROW, OKABE_ITO, PAPER, textWidth, WIDE} from './theme.ts';

export interface CorrelationDotsOptions {
  /** Of one or several subjects; each row names its own. */
  readonly correlations: readonly CorrelationRow[];
  readonly measures: readonly Measure[];
  /** What is shown beside. @default the paper's table 1 */
  readonly reference?: Reference;
  readonly command: string;
  readonly title?: string;
}

interface DotSeries extends SeriesStyle {
  readonly label: string;
  readonly isHollow: boolean;
  readonly dots: readonly (Estimate & {readonly criterion: string; readonly measure: Measure})[];
}

const TICKS = [-1, -0.5, 0, 0.5, 1];

/** Pixels between marks of one criterion, and between criteria; marks of a criterion share a row in brief. */
const MARK = 7;
const GAP = 10;
const BRIEF_ROW = 14;

const COLORS = ['blue', 'vermillion', 'green', 'purple', 'orange', 'sky', 'black'] as const;
const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'cross', 'star', 'wye'] as const;

/**
 * Spearman correlation with the oracle by criterion, a panel a way of ranking, a mark a subject with its 95 % t interval
 * over seeds; the paper's numbers, for its own networks, hollow. Undefined where nothing was correlated.
 */
export function correlationDots(options: CorrelationDotsOptions): Figure | undefined {
  const {
    correlations,
    measures,
    reference = PUBLISHED,
    command,
    title = 'Spearman correlation with the oracle, by criterion'
  } = options;
  const subjects = [...new Set(correlations.map(({subject = 'network'}) => subject))];
  if (subjects.length === 0) return undefined;
  const criteria = [...new Set(correlations.map(({criterion}) => criterion))].sort(compareCriteria);
  const series = [...subjects.map((subject, i) => own(subject, i, options)), ...papers(reference, measures, criteria)];
  const seeds = [...new Set(correlations.map(({seed}) => seed))].sort((a, b) => a - b);
  const caption =
    `${title}. Marks: means over seeds; bars: 95 % t intervals; hollow: the paper’s numbers, for its own networks and ` +
    `data. ${subjects.join('; ')}; ${seedWords(seeds)} (n = ${seeds.length}). Made by \`${command}\`.`;
  const draw = (width = WIDE) => {
    // On a phone one below the other.
    const panels = width >= 480 ? [measures] : measures.map(measure => [measure]);
    return renderFigure({
      title,
      description: caption,
      width,
      panels: panels.map(shown => panel(series, criteria, {measures: shown, width})),
      legend: series,
      xLabel: 'Spearman’s ρ with |change of loss| →'
    });
  };
  return {name: 'correlations', title, caption, draw};
}

function own(subject: string, index: number, {correlations, measures}: CorrelationDotsOptions): DotSeries {
  const rows = correlations.filter(row => (row.subject ?? 'network') === subject);
  const criteria = [...new Set(rows.map(({criterion}) => criterion))];
  return {
    label: subject,
    color: OKABE_ITO[COLORS[index % COLORS.length] ?? 'blue'],
    dash: 'none',
    symbol: SYMBOLS[index % SYMBOLS.length] ?? 'circle',
    isHollow: false,
    dots: measures.flatMap(measure =>
      criteria.flatMap(criterion => {
        const mine = rows.filter(row => row.criterion === criterion);
        const estimate = meanInterval(bySeed(mine, row => row[measure]).values());
        return estimate ? [{...estimate, criterion, measure}] : [];
      })
    )
  };
}

function papers({subjects}: Reference, measures: readonly Measure[], criteria: readonly string[]): DotSeries[] {
  return subjects
    .map(({subject, spearman}, i) => ({
      label: `paper: ${subject}`,
      color: MUTED,
      dash: 'none',
      symbol: SYMBOLS[1 + (i % (SYMBOLS.length - 1))] ?? 'square',
      isHollow: true,
      dots: measures.flatMap(measure =>
        criteria.flatMap(criterion => {
          const value = spearman?.[criterion]?.[measure];
          return value === undefined ? [] : [{value, n: 1, criterion, measure}];
        })
      )
    }))
    .filter(({dots}) => dots.length > 0);
}

interface PanelOptions {
  readonly measures: readonly Measure[];
  readonly width: number;
}

function panel(series: readonly DotSeries[], criteria: readonly string[], {measures, width}: PanelOptions): Panel {
  const row = width < NARROW ? BRIEF_ROW : GAP + MARK * series.length;
  const step = width < NARROW ? (BRIEF_ROW - 2) / series.length : MARK;
  const marks = series.flatMap(({dots, ...style}, i) => {
    const dy = (i - (series.length - 1) / 2) * step;
    const here = dots
      .filter(({measure}) => measures.includes(measure))
      .map(dot => ({...dot, panel: MEASURE_NAMES[dot.measure]}));
    const bars = here.flatMap(({low, high, ...dot}) =>
      low === undefined || high === undefined ? [] : [{...dot, x1: Math.max(-1, low), x2: Math.min(1, high)}]
    );
    const place = {fx: 'panel', y: 'criterion', dy} as const;
    const paint = style.isHollow ? {fill: PAPER, stroke: style.color, strokeWidth: 1.5} : {fill: style.color};
    return [
      Plot.link(bars, {...place, x1: 'x1', x2: 'x2', stroke: style.color, strokeWidth: 1.5}),
      Plot.dot(here, {...place, x: 'value', r: width < NARROW ? 2 : 3.5, symbol: style.symbol, ...paint})
    ];
  });
  const domain = domainOf(series);
  const ticks = TICKS.filter(tick => tick >= domain[0]);
  return {
    options: {
      width,
      height: 52 + row * criteria.length,
      marginLeft: 14 + (max(criteria, textWidth) ?? 0),
      marginRight: 12,
      marginTop: 24,
      marginBottom: 24,
      fx: {domain: measures.map(measure => MEASURE_NAMES[measure]), label: null, padding: 0.1},
      x: {label: null, domain, ticks},
      y: {domain: criteria, label: null, type: 'band', padding: 0, tickSize: 0},
      marks: [Plot.gridX({stroke: GRID, strokeOpacity: 1, ticks}), Plot.ruleX([0], {stroke: MUTED}), ...marks]
    }
  };
}

/** The same for all panels, so that they can be compared. */
function domainOf(series: readonly DotSeries[]): [number, number] {
  const lows = series.flatMap(({dots}) => dots.map(({low, value}) => low ?? value));
  return [Math.max(-1, Math.min(0, ...lows)), 1];
}
