import * as Plot from '@observablehq/plot';
import {max, mean, min} from 'd3-array';
import {describeRuns} from '../records/describeRuns.ts';
import {groupRuns, type Series} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {interpolate, sortCurve} from '../statistics/interpolate.ts';
import type {Figure} from './figure.ts';
import type {LegendItem} from './legend.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {compareCriteria} from './seriesStyles.ts';
import {DEPTH, GRID, textWidth, WIDE} from './theme.ts';

export interface UnitsLeftOptions {
  readonly records: readonly RunRecord[];
  readonly command: string;
}

const COLUMNS = 24;

/**
 * Share of each layer's units that is left while the network shrinks: a strip a layer, a panel a series, mean over
 * seeds. Undefined where no run counted its units by layer.
 */
export function unitsLeft({records, command}: UnitsLeftOptions): Figure | undefined {
  const layers = Object.keys(records.find(({curve}) => curve[0]?.unitsLeft)?.curve[0]?.unitsLeft ?? {});
  if (layers.length === 0) return undefined;
  const least = min(records, ({curve}) => unitFraction(curve, curve.length - 1)) ?? 0;
  const strips = groupRuns(records, compareCriteria).map(series => ({
    ...series,
    cells: toCells(series, layers, least)
  }));
  const title = 'Units left in each layer';
  const caption =
    `${title} (share of the unpruned layer, mean over seeds) against the share of all units that is left; pruning goes ` +
    `to the right; layers from input (top) to output; blank where not every run of a series went so far. ` +
    `${describeRuns(records)} Made by \`${command}\`.`;
  const draw = (width = WIDE) => {
    const columns = Math.min(strips.length, Math.max(1, Math.floor(width / 230)));
    return renderFigure({
      title,
      description: caption,
      width,
      columns,
      panels: strips.map(({label, cells}) => panel({label, cells, layers, least}, width / columns)),
      legend: scaleLegend(),
      xLabel: 'Share of all units left, pruning goes to the right →'
    });
  };
  return {name: 'units-left', title, caption, draw};
}

interface Cell {
  readonly layer: string;
  readonly from: number;
  readonly to: number;
  readonly color: string;
}

function unitFraction(curve: RunRecord['curve'], index: number): number {
  return (curve[index]?.units ?? 1) / (curve[0]?.units || 1);
}

function toCells({runs}: Series, layers: readonly string[], least: number): Cell[] {
  const width = (1 - least) / COLUMNS;
  return layers.flatMap((layer, group) => {
    const curves = runs.map(({curve}) =>
      sortCurve(curve.map((point, i) => ({x: unitFraction(curve, i), y: share(point, curve[0], group)})))
    );
    return Array.from({length: COLUMNS}, (_, i) => 1 - (i + 0.5) * width).flatMap(middle => {
      const shares = curves.map(curve => interpolate(curve, middle));
      const known = shares.filter(value => value !== undefined);
      if (known.length < shares.length) return [];
      return [{layer, from: middle + width / 2, to: middle - width / 2, color: colorOf(mean(known) ?? 0)}];
    });
  });
}

// By place, not by name: a group that is a range of a layer's channels is renamed as the layer shrinks.
function share(
  point: RunRecord['curve'][number],
  start: RunRecord['curve'][number] | undefined,
  group: number
): number {
  return (Object.values(point.unitsLeft ?? {})[group] ?? 0) / (Object.values(start?.unitsLeft ?? {})[group] || 1);
}

// Many left is dark, few left is light: the lightness alone tells the order.
function colorOf(value: number): string {
  const index = Math.round((1 - Math.min(1, Math.max(0, value))) * (DEPTH.length - 1));
  return DEPTH[index] ?? GRID;
}

function scaleLegend(): LegendItem[] {
  return [1, 0.75, 0.5, 0.25, 0].map(value => ({
    label: `${100 * value} % left`,
    color: colorOf(value),
    symbol: 'square'
  }));
}

interface Strip {
  readonly label: string;
  readonly cells: readonly Cell[];
  readonly layers: readonly string[];
  readonly least: number;
}

function panel({label, cells, layers, least}: Strip, width: number): Panel {
  return {
    title: label,
    options: {
      width,
      height: 34 + Math.max(15, 22 - layers.length / 2) * layers.length,
      marginLeft: 12 + (max(layers, textWidth) ?? 0),
      marginTop: 4,
      marginRight: 12,
      marginBottom: 26,
      x: {domain: [1, least], label: null, tickFormat: '.0%', ticks: 3},
      y: {domain: layers, label: null, type: 'band', padding: 0.1, tickSize: 0},
      marks: [
        Plot.barX(cells, {x1: 'from', x2: 'to', y: 'layer', fill: 'color', inset: -0.2, insetTop: 0, insetBottom: 0})
      ]
    }
  };
}
