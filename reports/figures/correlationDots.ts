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
import {GRID, MUTED, OKABE_ITO, PAPER, textWidth, WIDE} from './theme.ts';

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
    const columns = width >= 480 ? measures.length : 1;
    return renderFigure({
      title,
      description: caption,
      width,
      columns,
      panels: measures.map((measure, i) =>
        panel(series, criteria, {measure, width: width / columns, isLabeled: columns === 1 || i === 0})
      ),
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
  readonly measure: Measure;
  readonly width: number;
  readonly isLabeled: boolean;
}

function panel(
  series: readonly DotSeries[],
  criteria: readonly string[],
  {measure, width, isLabeled}: PanelOptions
): Panel {
  const rowHeight = 10 + 7 * series.length;
  const names = 14 + (max(criteria, textWidth) ?? 0);
  const shown = series.flatMap(({dots, ...style}, i) => {
    const dy = (i - (series.length - 1) / 2) * 7;
    const here = dots.filter(dot => dot.measure === measure);
    const bars = here.flatMap(({low, high, criterion}) =>
      low === undefined || high === undefined ? [] : [{criterion, x1: Math.max(-1, low), x2: Math.min(1, high)}]
    );
    const paint = style.isHollow ? {fill: PAPER, stroke: style.color, strokeWidth: 1.5} : {fill: style.color};
    return [
      Plot.link(bars, {
        x1: 'x1',
        x2: 'x2',
        y1: 'criterion',
        y2: 'criterion',
        stroke: style.color,
        strokeWidth: 1.5,
        dy
      }),
      Plot.dot(here, {x: 'value', y: 'criterion', r: 3.5, symbol: style.symbol, ...paint, dy})
    ];
  });
  return {
    title: MEASURE_NAMES[measure],
    options: {
      width,
      height: 34 + rowHeight * criteria.length,
      marginLeft: isLabeled ? names : 16,
      marginRight: 12,
      marginTop: 4,
      marginBottom: 24,
      x: {label: null, domain: domainOf(series), ticks: 4},
      y: {domain: criteria, label: null, type: 'band', padding: 0, tickSize: 0, axis: isLabeled ? 'left' : null},
      marks: [Plot.gridX({stroke: GRID, strokeOpacity: 1, ticks: 4}), Plot.ruleX([0], {stroke: MUTED}), ...shown]
    }
  };
}

/** The same for all panels, so that they can be compared. */
function domainOf(series: readonly DotSeries[]): [number, number] {
  const lows = series.flatMap(({dots}) => dots.map(({low, value}) => low ?? value));
  return [Math.max(-1, Math.min(0, ...lows)), 1];
}
