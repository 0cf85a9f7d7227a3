import * as Plot from '@observablehq/plot';
import type {SeriesStyle} from '../../figures/seriesStyles.ts';
import {h} from '../dom.ts';
import {drawPlot} from './drawPlot.ts';

/** Names with their line, dash and marker; as long as it takes. */
export function legend(lines: readonly {readonly label: string; readonly style: SeriesStyle}[]): HTMLElement {
  return h('ul', {class: 'legend'}, ...lines.map(({label, style}) => h('li', {}, swatch(style), label)));
}

function swatch({color, dash, symbol}: SeriesStyle): SVGElement {
  const plot = drawPlot('', {
    width: 28,
    height: 12,
    margin: 0,
    axis: null,
    x: {type: 'identity'},
    y: {type: 'identity'},
    marks: [
      Plot.link([0], {x1: 0, x2: 28, y1: 6, y2: 6, stroke: color, strokeWidth: 2, strokeDasharray: dash}),
      Plot.dot([0], {x: 14, y: 6, r: 3.5, symbol, fill: color})
    ]
  });
  plot.removeAttribute('role');
  plot.setAttribute('aria-hidden', 'true');
  return plot;
}
