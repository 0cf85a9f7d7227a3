import * as Plot from '@observablehq/plot';
import {max, min} from 'd3-array';
import {settingsOf} from '../quantities/matchRuns.ts';
import {measureBySeed} from '../quantities/measureBySeed.ts';
import {metricOf, type MetricName} from '../quantities/metricNames.ts';
import type {Place} from '../quantities/quantitySchema.ts';
import {describeRuns} from '../records/describeRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import {capital} from '../tables/capital.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {compareCriteria, seriesStyles, type SeriesStyle} from './seriesStyles.ts';
import {GRID, MUTED, WIDE} from './theme.ts';

export interface AgainstSettingOptions {
  readonly records: readonly RunRecord[];
  readonly of: MetricName;
  readonly at: Place;
  /** A setting of numbers by its dotted key, and its name in words. */
  readonly x: {readonly setting: string; readonly name: string};
  /** A dashed line at this height. */
  readonly line?: number;
  /** Of scores: the criteria that are drawn; all unless given. */
  readonly criteria?: readonly string[];
  readonly command: string;
}

/** A criterion's means over seeds, one for each value of the setting. */
export interface SettingLine {
  readonly label: string;
  readonly points: readonly (Estimate & {readonly x: number})[];
}

/**
 * A metric against a numeric setting of the runs, on a logarithmic axis: a line a criterion, means over seeds with 95 % t
 * intervals. Undefined where no run has both.
 */
export function againstSetting(options: AgainstSettingOptions): Figure | undefined {
  const {records, of, x, line, command} = options;
  const lines = settingLines(options);
  if (lines.length === 0) return undefined;
  const {words} = metricOf(of);
  const title = `${capital(words)} against ${x.name}`;
  const caption =
    `${title}. Marks: means over seeds; bars: 95 % t intervals (cut off at the frame); lines lead the eye.` +
    `${line === undefined ? '' : ` Dashed: ${line}.`} ${describeRuns(records)} Made by \`${command}\`.`;
  const styles = seriesStyles(lines.map(({label}) => ({label, criterion: label})));
  const draw = (width = WIDE) =>
    renderFigure({
      title,
      description: caption,
      width,
      panels: [panel(lines, styles, {...options, width})],
      legend: lines.flatMap(({label}) => {
        const style = styles.get(label);
        return style ? [{label, ...style}] : [];
      }),
      yLabel: `↑ ${capital(words)}`,
      xLabel: `${capital(x.name)} →`
    });
  return {name: `${of.replace('.', '-')}-against-${x.setting.replace(/\W+/g, '-')}`, title, caption, draw};
}

export function settingLines({records, of, at, x: {setting}, criteria: wanted}: AgainstSettingOptions): SettingLine[] {
  // Scores are of every criterion, whatever runs prune by.
  const isOfScores = metricOf(of).source.from === 'stability';
  const named = records.flatMap(({criterion, scores}) =>
    isOfScores ? Object.keys(scores?.stability ?? {}) : [criterion]
  );
  const criteria = [...new Set(named)].filter(name => wanted?.includes(name) ?? true).sort(compareCriteria);
  const values = records.map(record => Number(settingsOf(record).get(setting))).filter(Number.isFinite);
  const places = [...new Set(values)].sort((a, b) => a - b);
  return criteria
    .map(label => ({
      label,
      points: places.flatMap(x => {
        const term = {of, at, where: {criterion: label, [setting]: x}};
        const estimate = meanInterval(measureBySeed(term, {records, correlations: []}).values());
        return estimate ? [{...estimate, x}] : [];
      })
    }))
    .filter(({points}) => points.length > 0);
}

interface PanelOptions extends Pick<AgainstSettingOptions, 'of' | 'line'> {
  readonly width: number;
}

function panel(
  lines: readonly SettingLine[],
  styles: ReadonlyMap<string, SeriesStyle>,
  {of, line, width}: PanelOptions
): Panel {
  const points = lines.flatMap(one => one.points);
  const heights = [...points.map(({value}) => value), ...(line === undefined ? [] : [line])];
  const [low, high] = [min(heights) ?? 0, max(heights) ?? 1];
  const room = 0.15 * (high - low || 1);
  const isCorrelation = metricOf(of).source.from === 'stability';
  const [from, to] = [low - room, isCorrelation ? Math.min(1, high + room) : high + room];
  const cut = (value: number) => Math.min(to, Math.max(from, value));
  const places = [...new Set(points.map(({x}) => x))];
  const isShare = ['share', 'points'].includes(metricOf(of).unit);
  const dodge = (i: number) => (i - (lines.length - 1) / 2) * (width >= 480 ? 4 : 2);
  return {
    options: {
      width,
      height: width >= 480 ? 340 : 280,
      marginLeft: 48,
      marginRight: 24,
      marginTop: 8,
      marginBottom: 24,
      x: {
        label: null,
        type: 'log',
        domain: [(min(places) ?? 1) / 1.15, (max(places) ?? 10) * 1.15],
        ticks: places,
        tickFormat: ',d'
      },
      y: {label: null, type: 'linear', domain: [from, to], tickFormat: isShare ? '.0%' : undefined},
      marks: [
        Plot.gridY({stroke: GRID, strokeOpacity: 1}),
        ...(line === undefined ? [] : [Plot.ruleY([line], {stroke: MUTED, strokeDasharray: '6,4'})]),
        ...lines.flatMap(({label, points: own}, i) => {
          const style = styles.get(label);
          if (!style) return [];
          const {color, dash, symbol} = style;
          const bars = own.flatMap(({x, low: least, high: most}) =>
            least === undefined || most === undefined ? [] : [{x, y1: cut(least), y2: cut(most)}]
          );
          const place = {x: 'x', dx: dodge(i)} as const;
          return [
            Plot.link(bars, {x1: 'x', x2: 'x', y1: 'y1', y2: 'y2', stroke: color, strokeWidth: 1.25, dx: dodge(i)}),
            Plot.line(own, {...place, y: 'value', stroke: color, strokeWidth: 1.75, strokeDasharray: dash}),
            Plot.dot(own, {...place, y: 'value', r: 4, symbol, fill: color})
          ];
        })
      ]
    }
  };
}
