import * as Plot from '@observablehq/plot';
import {max} from 'd3-array';
import type {GroupRow, Measure} from '../../explore/documents.ts';
import {seriesStyles} from '../../figures/seriesStyles.ts';
import {GRID, MUTED, textWidth} from '../../figures/theme.ts';
import {h, type Child} from '../dom.ts';
import {capital, type Quantity} from '../measures.ts';
import {drawPlot} from './drawPlot.ts';

/** Rows that a picture can hold; the table has them all. */
const MOST = 40;

/** A dot at each group's mean, with a line for its 95 % t interval over seeds. */
export function intervalsFigure(
  groups: readonly GroupRow[],
  measure: Measure,
  {words, ticks: format}: Quantity,
  width: number
): Child {
  const styles = seriesStyles(groups);
  const rows = groups.slice(0, MOST).flatMap(({label, estimates}) => {
    const estimate = estimates[measure];
    return estimate ? [{label, ...estimate, color: styles.get(label)?.color ?? MUTED}] : [];
  });
  if (rows.length === 0) return h('p', {class: 'note'}, 'No finished run has this yet.');
  const ticks = width > 560 ? 8 : 4;
  const names = Math.min(0.4 * width, 16 + (max(rows, ({label}) => textWidth(label)) ?? 0));
  const bounded = rows.flatMap(({low, high, ...row}) =>
    low === undefined || high === undefined ? [] : [{...row, low, high}]
  );
  const plot = drawPlot(`Mean ${words} by group, with 95 % intervals over seeds`, {
    width,
    height: 48 + 24 * rows.length,
    marginLeft: names,
    marginTop: 8,
    marginRight: 24,
    marginBottom: 40,
    x: {
      label: `${capital(words)}: mean and 95 % interval over seeds →`,
      labelArrow: 'none',
      tickFormat: format,
      nice: true,
      ticks
    },
    y: {domain: rows.map(({label}) => label), label: null, tickSize: 0, type: 'band'},
    marks: [
      Plot.gridX({stroke: GRID, strokeOpacity: 1, ticks}),
      Plot.link(bounded, {x1: 'low', x2: 'high', y: 'label', stroke: 'color', strokeWidth: 2}),
      Plot.dot(rows, {x: 'value', y: 'label', r: 4, fill: 'color'})
    ]
  });
  return [
    plot,
    groups.length > MOST && h('p', {class: 'note'}, `The first ${MOST} of ${groups.length} groups; the table has all.`)
  ];
}
