import * as Plot from '@observablehq/plot';
import {max} from 'd3-array';
import {DEPTH, textWidth} from '../../figures/theme.ts';
import {h, type Child} from '../dom.ts';
import {percent} from '../format.ts';
import {drawPlot} from './drawPlot.ts';

/** Units left of one layer after one removal. */
interface Cell {
  readonly layer: string;
  readonly from: number;
  readonly to: number;
  readonly left: number;
  readonly start: number;
}

/** Columns that are still wide enough to be seen. */
const COLUMNS = 160;

/** Units of each layer in lines of `metrics.jsonl`, by place: a range of channels is renamed as its layer shrinks. */
export function unitsByLayer(metrics: readonly Readonly<Record<string, unknown>>[]) {
  const rows = metrics.flatMap(row => {
    const units = row['unitsLeft'];
    return typeof units === 'object' && units !== null ? [{step: Number(row['step']), units}] : [];
  });
  const names = Object.keys(rows[0]?.units ?? {});
  return {
    names,
    steps: rows.map(({step, units}) => ({step, left: names.map((_, i) => Number(Object.values(units)[i] ?? 0))}))
  };
}

/** A strip for each layer, input first: dark where all units are there, light where few are. */
export function unitsHistory(metrics: readonly Readonly<Record<string, unknown>>[], width: number): Child {
  const {names, steps} = unitsByLayer(metrics);
  const every = Math.ceil(steps.length / COLUMNS);
  const shown = steps.filter((_, i) => i % every === 0 || i === steps.length - 1);
  if (names.length === 0 || shown.length < 2) return h('p', {class: 'note'}, 'Nothing has been removed yet.');
  const start = steps[0]?.left ?? [];
  const cells = shown.flatMap(({step, left}, i): Cell[] =>
    names.map((layer, at) => ({
      layer,
      from: step - 0.5,
      to: (shown[i + 1]?.step ?? step + 1) - 0.5,
      left: left[at] ?? 0,
      start: start[at] ?? 0
    }))
  );
  const first = cells[0]?.from ?? 0;
  const last = cells.at(-1)?.to ?? 1;
  const plot = drawPlot(
    `Units left in each of ${names.length} layers over ${String(steps.at(-1)?.step)} pruning steps`,
    {
      width,
      height: 48 + Math.max(14, 26 - names.length / 2) * names.length,
      marginLeft: Math.min(0.35 * width, 14 + (max(names, textWidth) ?? 0)),
      marginTop: 4,
      marginRight: 12,
      marginBottom: 40,
      x: {
        domain: [first, last],
        label: 'Pruning step →',
        labelArrow: 'none',
        tickFormat: 'd',
        ticks: Math.min(shown.length, width > 560 ? 12 : 6)
      },
      y: {domain: names, label: null, type: 'band', padding: 0.1, tickSize: 0},
      marks: [
        Plot.barX(cells, {
          x1: 'from',
          x2: 'to',
          y: 'layer',
          fill: colorOf,
          inset: -0.2,
          insetTop: 0,
          insetBottom: 0,
          title: ({layer, from, left, start}: Cell) =>
            `${layer}, step ${Math.round(from + 0.5)}: ${left} of ${start} units`
        })
      ]
    }
  );
  return [plot, scale()];
}

function colorOf({left, start}: Cell): string {
  return shade(start === 0 ? 0 : left / start);
}

function shade(share: number): string {
  return DEPTH[Math.round((1 - Math.min(1, Math.max(0, share))) * (DEPTH.length - 1))] ?? DEPTH[0];
}

function scale(): HTMLElement {
  const items = [1, 0.75, 0.5, 0.25, 0].map(share => {
    const sample = drawPlot('', {
      width: 14,
      height: 12,
      margin: 0,
      axis: null,
      x: {type: 'identity'},
      y: {type: 'identity'},
      marks: [Plot.rect([0], {x1: 0, x2: 14, y1: 0, y2: 12, fill: shade(share)})]
    });
    sample.removeAttribute('role');
    sample.setAttribute('aria-hidden', 'true');
    return h('li', {}, sample, `${percent(share, 0)} left`);
  });
  return h('ul', {class: 'legend'}, ...items);
}
