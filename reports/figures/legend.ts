import * as Plot from '@observablehq/plot';
import type {SeriesStyle} from './seriesStyles.ts';
import {FONT_SIZE, PAPER, textWidth} from './theme.ts';

/** A legend entry: a line with its dash and marker, or a plain dot. */
export interface LegendItem extends Partial<SeriesStyle> {
  readonly label: string;
  readonly color: string;
  /** Whether the marker is an outline. */
  readonly isHollow?: boolean;
}

const ROW = 18;
const SWATCH = 26;
const DOT = 12;

/** A legend in rows as wide as the figure, as a plot in pixels. */
export function legendPlot(items: readonly LegendItem[], width: number): Plot.PlotOptions & {readonly height: number} {
  const placed = place(items, width - 8);
  const height = ROW * (1 + Math.max(0, ...placed.map(({row}) => row)));
  return {
    width,
    height,
    margin: 0,
    axis: null,
    x: {type: 'identity'},
    y: {type: 'identity'},
    marks: placed.flatMap(({item, x, row}) => entry(item, x, row * ROW + ROW / 2))
  };
}

/** As many items as fit into `rows`, and how many more there are. */
export function briefLegend(items: readonly LegendItem[], width: number, rows: number): readonly LegendItem[] {
  const rowsOf = (shown: readonly LegendItem[]) => 1 + Math.max(0, ...place(shown, width - 8).map(({row}) => row));
  const shortened = items.map((_, i) => [...items.slice(0, i), {label: `and ${items.length - i} more`, color: PAPER}]);
  return [items, ...shortened.reverse()].find(shown => rowsOf(shown) <= rows) ?? [];
}

function entry({label, color, dash, symbol, isHollow}: LegendItem, x: number, y: number): Plot.Markish[] {
  const wide = dash !== undefined;
  return [
    ...(wide
      ? [
          Plot.link([0], {
            x1: x,
            x2: x + SWATCH - 6,
            y1: y,
            y2: y,
            stroke: color,
            strokeWidth: 2,
            strokeDasharray: dash
          })
        ]
      : []),
    Plot.dot([0], {
      x: x + (wide ? (SWATCH - 6) / 2 : 4),
      y,
      r: 3.5,
      symbol: symbol ?? 'circle',
      ...(isHollow ? {fill: PAPER, stroke: color, strokeWidth: 1.5} : {fill: color})
    }),
    Plot.text([0], {x: x + (wide ? SWATCH : DOT), y, text: [label], textAnchor: 'start', fontSize: FONT_SIZE})
  ];
}

function place(items: readonly LegendItem[], width: number): {item: LegendItem; x: number; row: number}[] {
  let x = 8;
  let row = 0;
  return items.map(item => {
    const own = (item.dash === undefined ? DOT : SWATCH) + textWidth(item.label) + 12;
    if (x > 8 && x + own > width) [x, row] = [8, row + 1];
    const spot = {item, x, row};
    x += own;
    return spot;
  });
}
