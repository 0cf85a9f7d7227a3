import * as Plot from '@observablehq/plot';
import {max, min} from 'd3-array';
import type {Axis, CurveSeries} from '../../explore/documents.ts';
import {accuracyDomain} from '../../figures/accuracyDomain.ts';
import type {Line} from '../../figures/accuracyLines.ts';
import {accuracyMarks, unprunedMark, type Frame} from '../../figures/accuracyMarks.ts';
import {seriesStyles} from '../../figures/seriesStyles.ts';
import {GRID, textWidth} from '../../figures/theme.ts';
import {h, type Child} from '../dom.ts';
import {capital, QUANTITIES} from '../measures.ts';
import {drawPlot} from './drawPlot.ts';
import {legend} from './legend.ts';

export interface CurvesFigure {
  readonly series: readonly CurveSeries[];
  readonly x: Axis;
  readonly y: Axis;
  /** What y is called where series show several quantities. */
  readonly words?: string;
}

/** From this width on, names stand at the ends of the lines, as in reports. */
const ROOMY = 560;

/** Thin lines for runs, thick ones for means over seeds with bands of their 95 % t intervals. */
export function curvesFigure({series, x, y, words = QUANTITIES[y].words}: CurvesFigure, width: number): Child {
  const lines = toLines(series, x);
  const points = lines.flatMap(({label, runs}) => runs.flat().map(point => ({...point, label})));
  if (points.length === 0) return h('p', {class: 'note'}, 'Nothing has been measured yet.');
  const labeled = width >= ROOMY && lines.every(({label}) => textWidth(label) < width / 3);
  const [across, up] = [QUANTITIES[x], QUANTITIES[y]];
  const [low, high] = [min(points, point => point.x) ?? 0, max(points, point => point.x) ?? 1];
  const frame: Frame = {
    width,
    height: width >= ROOMY ? 420 : 300,
    marginLeft: 48,
    marginRight: labeled ? 24 + (max(lines, ({label}) => textWidth(label)) ?? 0) : 12,
    x: low === high ? [high, low + 1] : across.falls ? [high, low] : [low, high],
    y: up.share ? accuracyDomain(lines) : lossDomain(lines)
  };
  const tip = Plot.tip(
    points,
    Plot.pointer({
      x: 'x',
      y: 'y',
      title: ({label, run, x, y}: (typeof points)[number]) =>
        [label, ...(run === label ? [] : [run]), `${across.write(x)} ${across.words}`, `${up.write(y)} ${words}`].join(
          '\n'
        )
    })
  );
  // The mean of all starts says something where the lines are means as well.
  const start = lines.some(({runs}) => runs.length > 1) ? unprunedMark(lines, frame) : null;
  const plot = drawPlot(`${capital(words)} against ${across.words}: ${lines.map(({label}) => label).join('; ')}`, {
    ...frame,
    marginTop: 24,
    marginBottom: 40,
    x: {
      domain: frame.x,
      label: `${capital(across.words)}${across.falls ? ', pruning goes to the right' : ''} →`,
      labelArrow: 'none',
      labelAnchor: 'right',
      tickFormat: across.ticks,
      ticks: width >= ROOMY ? 8 : 4
    },
    y: {domain: frame.y, label: `↑ ${capital(words)}`, labelArrow: 'none', tickFormat: up.ticks, ticks: 6},
    marks: [Plot.gridY({stroke: GRID, strokeOpacity: 1, ticks: 6}), start, ...accuracyMarks(lines, frame, labeled), tip]
  });
  return [plot, labeled ? null : legend(lines)];
}

/** Names stand at the beginning of the means, which therefore is where the pruning has come to. */
function toLines(series: readonly CurveSeries[], x: Axis): readonly Line[] {
  const styles = seriesStyles(series);
  return series.flatMap(({label, runs, mean}) => {
    const style = styles.get(label);
    if (!style || mean.length + runs.length === 0) return [];
    const points = QUANTITIES[x].falls ? mean : mean.toReversed();
    return [{label, style, mean: points, runs: runs.map(({id, points}) => points.map(([x, y]) => ({run: id, x, y})))}];
  });
}

/** As for accuracies: bands are shown as long as they do not dwarf the runs. */
function lossDomain(lines: readonly Line[]): [number, number] {
  const values = lines.flatMap(({runs}) => runs.flat().map(({y}) => y));
  const [low, high] = [min(values) ?? 0, max(values) ?? 1];
  const room = 0.2 * (high - low) || 0.1;
  const bands = lines.flatMap(({mean}) => mean);
  const lowest = Math.max(low - room, min(bands, band => band.low) ?? low);
  const highest = Math.min(high + room, max(bands, band => band.high) ?? high);
  return [Math.min(low, lowest) - room / 10, Math.max(high, highest) + room / 10];
}
