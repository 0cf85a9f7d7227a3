import * as Plot from '@observablehq/plot';
import {extent} from 'd3-array';
import {costPoints, type CostName, type CostPoint} from '../quantities/costPoints.ts';
import {matchRuns} from '../quantities/matchRuns.ts';
import {metricOf, type Quality} from '../quantities/metricNames.ts';
import type {RunFilter} from '../quantities/quantitySchema.ts';
import {describeRuns} from '../records/describeRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {paretoFront} from '../statistics/paretoFront.ts';
import {capital} from '../tables/capital.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {seriesStyles, type SeriesStyle} from './seriesStyles.ts';
import {GRID, MUTED, PAPER, WIDE} from './theme.ts';

/** Points that look alike. */
export interface CostSeries {
  readonly label: string;
  readonly where: RunFilter;
}

export interface CostFrontOptions {
  /** Runs of one subject. */
  readonly records: readonly RunRecord[];
  readonly metric: Quality;
  readonly against: CostName;
  readonly series: readonly CostSeries[];
  readonly command: string;
}

interface Mark {
  readonly x: number;
  readonly value: number;
  readonly low: number | undefined;
  readonly high: number | undefined;
  readonly label: string;
}

interface CostWords {
  readonly cost: string;
  /** What is counted. */
  readonly told: string;
  readonly axis: string;
  /** Where there is little room. */
  readonly short: string;
}

const WORDS: Readonly<Record<CostName, CostWords>> = {
  updates: {
    cost: 'fine-tuning updates',
    told: 'Updates: those behind the last removal too.',
    axis: 'Fine-tuning updates in all, between removals and behind the last one →',
    short: 'Updates in all →'
  },
  pruningTime: {
    cost: 'time of pruning',
    told: 'Time: of all updates, with scoring, and of removals with their check; evaluations apart.',
    axis: 'Seconds of pruning: updates, scoring and removals →',
    short: 'Seconds of pruning →'
  }
};

/**
 * A metric at the end of pruning against all that it took, in fine-tuning updates or seconds: a mark a setting, filled and joined
 * where no other one is both cheaper and better by its mean. Undefined where no run tells its cost.
 */
export function costFront({records, metric, against, series, command}: CostFrontOptions): Figure | undefined {
  const marks = series.flatMap(({label, where}) =>
    costPoints(matchRuns(records, where), metric, against).map(point => markOf(label, point))
  );
  const {cost, told, axis, short} = WORDS[against];
  if (marks.length === 0) return undefined;
  const styles = seriesStyles(series.map(({label}) => ({label, criterion: label})));
  const {words, unit} = metricOf(metric);
  const title = `${capital(words)} against ${cost}`;
  const caption =
    `${title}: of the pruned network, a mark a setting, mean over seeds with its 95 % t interval (cut off at the frame); those of ` +
    `equal cost stand side by side. Filled and joined: no other mark is both cheaper and better by its mean. ${told} ` +
    `${describeRuns(records)} Made by \`${command}\`.`;
  const draw = (width = WIDE) =>
    renderFigure({
      title,
      description: caption,
      width,
      panels: [panel(marks, styles, {width, isShare: unit === 'share', ticks: against === 'updates' ? '~s' : '~g'})],
      legend: series.map(({label}) => ({label, ...pick(styles.get(label))})),
      yLabel: `↑ ${capital(words)}`,
      xLabel: width < 480 ? short : axis
    });
  return {name: against === 'updates' ? `cost-${metric}` : `cost-${metric}-${against}`, title, caption, draw};
}

function markOf(label: string, {quality: {value, low, high}, cost}: CostPoint): Mark {
  return {x: cost.value, value, low, high, label};
}

function pick({color, symbol}: SeriesStyle = {color: MUTED, dash: 'none', symbol: 'circle'}) {
  return {color, symbol};
}

interface PanelOptions {
  readonly width: number;
  readonly isShare: boolean;
  /** Format of the numbers at the x axis. */
  readonly ticks: string;
}

function panel(
  marks: readonly Mark[],
  styles: ReadonlyMap<string, SeriesStyle>,
  {width, isShare, ticks}: PanelOptions
): Panel {
  const wide = width >= 480;
  const [low = 0, high = 1] = extent(marks, ({value}) => value);
  const room = 0.3 * (high - low) + (isShare ? 0.01 : 0);
  const [from, to] = [low - room, high + room];
  const [least = 1, most = 2] = extent(marks, ({x}) => x);
  const cut = (value: number) => Math.min(to, Math.max(from, value));
  const front = paretoFront(marks);
  const best = new Set(front);
  return {
    options: {
      width,
      height: wide ? 380 : 300,
      marginLeft: 48,
      marginRight: 16,
      marginTop: 8,
      marginBottom: 24,
      x: {label: null, type: 'log', domain: [least / 1.3, most * 1.3], tickFormat: ticks, ticks: wide ? 8 : 4},
      y: {label: null, type: 'linear', domain: [from, to], tickFormat: isShare ? '.0%' : undefined},
      marks: [
        Plot.gridY({stroke: GRID, strokeOpacity: 1}),
        Plot.line(front, {x: 'x', y: 'value', stroke: MUTED, strokeWidth: 1.25, curve: 'step-after'}),
        ...marks.flatMap(mark => {
          const {color, symbol} = pick(styles.get(mark.label));
          const dx = sideways(mark, marks, wide ? 6 : 3);
          const bar =
            mark.low === undefined || mark.high === undefined
              ? []
              : [{x: mark.x, y1: cut(mark.low), y2: cut(mark.high)}];
          return [
            Plot.link(bar, {
              x1: 'x',
              x2: 'x',
              y1: 'y1',
              y2: 'y2',
              stroke: color,
              strokeWidth: 1.25,
              strokeOpacity: 0.6,
              dx
            }),
            Plot.dot([mark], {
              ...{x: 'x', y: 'value', r: 4, symbol, stroke: color, strokeWidth: 1.5, dx},
              fill: best.has(mark) ? color : PAPER
            })
          ];
        })
      ]
    }
  };
}

/** How far a mark moves aside, in pixels, so that those of equal cost stand in a row. */
function sideways(mark: Mark, marks: readonly Mark[], step: number): number {
  const row = marks.filter(({x}) => Math.abs(Math.log(x / mark.x)) < 0.01);
  return (row.indexOf(mark) - (row.length - 1) / 2) * step;
}
