import * as Plot from '@observablehq/plot';
import {deviation, extent, mean} from 'd3-array';
import {settingsOf} from '../quantities/matchRuns.ts';
import {valueIn} from '../quantities/measureBySeed.ts';
import {metricOf, type Quality} from '../quantities/metricNames.ts';
import type {Place} from '../quantities/quantitySchema.ts';
import {rowAt, startOf} from '../quantities/rowAt.ts';
import type {Factor} from '../quantities/varianceOf.ts';
import {describeRuns} from '../records/describeRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {capital} from '../tables/capital.ts';
import {fixed} from '../tables/formatNumber.ts';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {compareCriteria} from './seriesStyles.ts';
import {WIDE} from './theme.ts';

export interface HeatMapOptions {
  /** Runs of one subject. */
  readonly records: readonly RunRecord[];
  readonly of: Quality;
  readonly at: Place;
  readonly x: Factor;
  readonly y: Factor;
  /** A panel a level. */
  readonly panels: Factor;
  readonly command: string;
}

interface HeatCell {
  readonly x: string;
  readonly y: string;
  readonly panel: string;
  readonly value: number;
  /** Standard deviation over seeds. */
  readonly spread?: number;
}

/** From light to dark in one hue, so that gray print keeps the order; these stay as they are on dark pages. */
const SHADES = ['#eef4fb', '#0a3a75'] as const;
const ON_LIGHT = '#14181d';
const ON_DARK = '#fdfdfd';

/** Beyond this part of the range of shades, white tells itself apart better than black. */
const DARK_FROM = 0.62;

const LEAST_PANEL = 230;

/**
 * A metric by two settings, a panel for each level of a third: means over seeds as shade and as number, with their
 * standard deviations. Undefined where no run measured it.
 */
export function heatMap({records, of, at, command, ...factors}: HeatMapOptions): Figure | undefined {
  const cells = cellsOf(records, {of, at, ...factors});
  if (cells.length === 0) return undefined;
  const {words, unit} = metricOf(of);
  const [x, y, panels] = [factors.x.name, factors.y.name, factors.panels.name];
  const title = `${capital(words)} by ${x}, ${y} and ${panels}`;
  const caption =
    `${title}: mean over seeds${unit === 'share' ? ', in percent' : ''}, and standard deviation below; the darker, the ` +
    `higher. ${describeRuns(records)} Made by \`${command}\`.`;
  const levels = {x: ordered(cells.map(one => one.x)), y: ordered(cells.map(one => one.y))};
  const scale = unit === 'share' ? 100 : 1;
  const names = [...new Set(cells.map(({panel}) => panel))].toSorted(compareCriteria);
  const draw = (width = WIDE) => {
    const columns = Math.min(names.length, Math.max(1, Math.floor(width / LEAST_PANEL)));
    return renderFigure({
      title,
      description: caption,
      width,
      columns,
      panels: names.map(name =>
        panel(
          cells.filter(one => one.panel === name),
          {title: name, width: width / columns, range: extent(cells, ({value}) => value), levels, scale}
        )
      ),
      yLabel: `↑ ${capital(y)}`,
      xLabel: `${capital(x)} →`
    });
  };
  return {name: `heat-map-${of}`, title, caption, draw};
}

function cellsOf(
  records: readonly RunRecord[],
  {of, at, x, y, panels}: Pick<HeatMapOptions, 'of' | 'at' | 'x' | 'y' | 'panels'>
): HeatCell[] {
  const {source} = metricOf(of);
  if (source.from === 'correlation') return [];
  const groups = new Map<string, {readonly levels: readonly string[]; readonly values: number[]}>();
  for (const run of records) {
    const value = valueIn(rowAt(run, {at}), startOf(run), source);
    if (value === undefined) continue;
    const settings = settingsOf(run);
    const levels = [x, y, panels].map(({setting}) => String(settings.get(setting) ?? 'none'));
    const group = groups.get(levels.join('\n')) ?? {levels, values: []};
    groups.set(levels.join('\n'), {levels, values: [...group.values, value]});
  }
  return [...groups.values()].map(({levels: [x = '', y = '', panel = ''], values}) => ({
    ...{x, y, panel},
    value: mean(values)!,
    spread: deviation(values)
  }));
}

/** Numbers by size, words as they come. */
function ordered(levels: readonly string[]): string[] {
  const different = [...new Set(levels)];
  return different.every(level => Number.isFinite(Number(level)))
    ? different.toSorted((a, b) => Number(a) - Number(b))
    : different;
}

interface PanelOptions {
  readonly title: string;
  readonly width: number;
  readonly range: [number, number] | [undefined, undefined];
  readonly levels: {readonly x: readonly string[]; readonly y: readonly string[]};
  readonly scale: number;
}

function panel(
  cells: readonly HeatCell[],
  {title, width, range: [low = 0, high = 1], levels, scale}: PanelOptions
): Panel {
  const ink = ({value}: HeatCell) => ((value - low) / (high - low || 1) > DARK_FROM ? ON_DARK : ON_LIGHT);
  const text = (dy: number, fontSize: number, words: (cell: HeatCell) => string) =>
    Plot.text(cells, {x: 'x', y: 'y', text: words, fill: ink, dy, fontSize});
  return {
    title,
    options: {
      width,
      height: 30 + 44 * levels.y.length,
      marginLeft: 40,
      marginRight: 8,
      marginTop: 6,
      marginBottom: 24,
      x: {type: 'band', domain: levels.x, label: null, padding: 0.04},
      y: {type: 'band', domain: levels.y.toReversed(), label: null, padding: 0.04},
      color: {type: 'linear', domain: [low, high === low ? low + 1 : high], range: [...SHADES]},
      marks: [
        Plot.cell(cells, {x: 'x', y: 'y', fill: 'value'}),
        text(-5, 12, ({value}) => fixed(scale * value, scale === 100 ? 1 : 2)),
        text(9, 9.5, ({spread}) => (spread === undefined ? '' : `± ${fixed(scale * spread, scale === 100 ? 1 : 2)}`))
      ]
    }
  };
}
