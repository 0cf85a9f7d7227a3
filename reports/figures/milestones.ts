import * as Plot from '@observablehq/plot';
import {max, min} from 'd3-array';
import {metricOf} from '../quantities/metricNames.ts';
import {milestoneTargets} from '../quantities/milestoneTargets.ts';
import {describeRuns} from '../records/describeRuns.ts';
import {capital} from '../tables/capital.ts';
import type {Figure} from './figure.ts';
import {milestoneLines, type MilestoneLine, type MilestoneLinesOptions} from './milestoneLines.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {GRID, PAPER, WIDE} from './theme.ts';

export interface MilestonesOptions extends MilestoneLinesOptions {
  readonly command: string;
  /** @default from metric and size */
  readonly title?: string;
}

const WORDS = {flops: 'FLOPs', units: 'units', parameters: 'parameters'} as const;

/**
 * A metric at the milestones against what is left there: means over seeds with 95 % t intervals, a line a series,
 * controls in gray. Pruning goes to the right. Undefined where no run has milestones.
 */
export function milestones(options: MilestonesOptions): Figure | undefined {
  const {records, against, metric, absolute, command} = options;
  const lines = milestoneLines(options);
  if (lines.length === 0) return undefined;
  const {words} = metricOf(metric);
  const size = WORDS[against];
  const title = options.title ?? `${capital(words)} at milestones against ${size} left`;
  const caption =
    `${title}: at each milestone a copy of the pruned network is fine-tuned and measured. Marks: means over seeds; ` +
    `bars: 95 % t intervals (cut off at the frame), side by side where they would hide each other; lines lead the eye.` +
    controlWords(lines) +
    ` ${describeRuns(records)} Made by \`${command}\`.`;
  const draw = (width = WIDE) =>
    renderFigure({
      title,
      description: caption,
      width,
      panels: [
        panel(lines, width, {
          absolute,
          isShare: ['share', 'points'].includes(metricOf(metric).unit),
          isDodged: isDodged(options)
        })
      ],
      legend: lines.map(({label, style, isControl}) => ({label, ...style, isHollow: isControl})),
      yLabel: `↑ ${capital(words)}`,
      xLabel: xLabel(size, absolute, width)
    });
  return {name: `milestones-${metric}-${against}`, title, caption, draw};
}

function xLabel(size: string, absolute: boolean, width: number): string {
  if (width < 480) return `${capital(size)} left${absolute ? '' : ', share'} →`;
  return `${capital(size)} left${absolute ? '' : ', share of the whole network'}, pruning goes to the right →`;
}

function controlWords(lines: readonly MilestoneLine[]): string {
  if (!lines.some(({isControl}) => isControl)) return '';
  return lines.filter(({isControl}) => !isControl).length > 1
    ? ' Hollow, gray: controls at the milestones, mean over the series within each seed.'
    : ' Hollow, gray: controls at the milestones.';
}

interface PanelOptions {
  readonly absolute: boolean;
  readonly isShare: boolean;
  /** Whether series are moved apart sideways. */
  readonly isDodged: boolean;
}

/** Milestones that are set by what the axis shows lie at the same places for every series. */
function isDodged({records, against}: MilestonesOptions): boolean {
  return milestoneTargets(records).some(({units, flops, params}) =>
    [against === 'units' && units, against === 'flops' && flops, against === 'parameters' && params].some(Boolean)
  );
}

function panel(lines: readonly MilestoneLine[], width: number, {absolute, isShare, isDodged}: PanelOptions): Panel {
  const wide = width >= 480;
  const step = isDodged ? Math.min(wide ? 5 : 3, (wide ? 40 : 20) / lines.length) : 0;
  const domain = yDomain(lines, isShare);
  const sizes = lines.flatMap(({points}) => points.map(({x}) => x));
  const [low, high] = [min(sizes) ?? 0, max(sizes) ?? 1];
  const room = 0.04 * (high - low);
  return {
    options: {
      width,
      height: wide ? 380 : 300,
      marginLeft: 48,
      marginRight: 16,
      marginTop: 8,
      marginBottom: 24,
      x: {
        label: null,
        type: 'linear',
        domain: [high + room, low - room],
        tickFormat: absolute ? '~s' : '.0%',
        ticks: wide ? 8 : 4
      },
      y: {label: null, type: 'linear', domain, tickFormat: isShare ? percent(domain) : undefined},
      marks: [
        Plot.gridY({stroke: GRID, strokeOpacity: 1}),
        ...lines.flatMap((line, i) => lineMarks(line, domain, (i - (lines.length - 1) / 2) * step))
      ]
    }
  };
}

/** Means in the middle, and bars whole unless they would dwarf them. */
function yDomain(lines: readonly MilestoneLine[], isShare: boolean): [number, number] {
  const points = lines.flatMap(line => line.points);
  const [low, high] = [min(points, ({value}) => value) ?? 0, max(points, ({value}) => value) ?? 1];
  const room = 0.35 * (high - low) + (isShare ? 0.01 : 0);
  const from = Math.max(low - room, Math.min(low, min(points, point => point.low) ?? low)) - 0.05 * (high - low);
  const to = Math.min(high + room, Math.max(high, max(points, point => point.high) ?? high)) + 0.05 * (high - low);
  return isShare ? [Math.max(0, from), Math.min(1, to)] : [from, to];
}

/** Whole per cent where they tell the ticks of an axis apart. */
function percent([low, high]: readonly [number, number]): string {
  return high - low < 0.08 ? '.1%' : '.0%';
}

function lineMarks(
  {points, style, isControl}: MilestoneLine,
  [from, to]: readonly [number, number],
  dx: number
): Plot.Markish[] {
  const cut = (value: number) => Math.min(to, Math.max(from, value));
  const bars = points.flatMap(({x, low, high}) =>
    low === undefined || high === undefined ? [] : [{x, y1: cut(low), y2: cut(high)}]
  );
  const {color, dash, symbol} = style;
  return [
    Plot.link(bars, {x1: 'x', x2: 'x', y1: 'y1', y2: 'y2', stroke: color, strokeWidth: 1.25, strokeOpacity: 0.7, dx}),
    Plot.line(points, {x: 'x', y: 'value', stroke: color, strokeWidth: 1.75, strokeDasharray: dash, dx}),
    Plot.dot(points, {
      x: 'x',
      y: 'value',
      r: 4,
      symbol,
      ...(isControl ? {fill: PAPER, stroke: color, strokeWidth: 1.5} : {fill: color}),
      dx
    })
  ];
}
