import * as Plot from '@observablehq/plot';
import type {BenchRecord, BenchTarget} from '../records/readBench.ts';
import type {Figure} from './figure.ts';
import {renderFigure} from './renderFigure.ts';
import {FONT_SIZE, GRID, INK, MUTED, OKABE_ITO, PAPER, WIDE} from './theme.ts';

interface Row {
  readonly what: string;
  /** Measured over aimed at, turned so that less is better; likewise the ends of the interval. */
  readonly ratio: number;
  readonly low: number;
  readonly high: number;
  readonly met: boolean;
}

const ROW = 30;
/** Shares of the limit that are shown; what lies beyond is drawn at the end. */
const DOMAIN: readonly [number, number] = [0.1, 2];
const TICKS = [0.1, 0.2, 0.5, 1, 2];

/** What a bench measured as a share of what it was allowed: a row a target, left of 1 is met. Undefined without targets. */
export function targets({targets: aimed, part, cpu, threads, command}: BenchRecord): Figure | undefined {
  const rows = aimed.flatMap(toRow);
  if (rows.length === 0) return undefined;
  const title = 'Measured, as a share of the limit';
  const caption =
    `${title}: left of 1 (shaded) the target is met; for what is to be large, limit over measured. Dots: medians or means, ` +
    `hollow where the target is missed; bars: 95 % intervals; both cut off at the ends of the axis, which is logarithmic. ` +
    `${cpu}, ${threads} threads. Made by \`${command}\`.`;
  const draw = (width = WIDE) =>
    renderFigure({title, description: caption, width, panels: [{options: panel(rows, width)}], xLabel: `${title} →`});
  return {name: `targets-${part}`, title, caption, draw};
}

function toRow({what, limit, measured, interval, met}: BenchTarget): Row[] {
  const aim = amount(limit.replace(/^[≤≥]\s*/, ''));
  // A difference that is to be above 0 has no share.
  if (aim === 0) return [];
  const share = (text: string) => (limit.startsWith('≤') ? amount(text) / aim : aim / amount(text));
  const ends = interval.map(share);
  return [{what, met, ratio: share(measured), low: Math.min(...ends), high: Math.max(...ends)}];
}

const amount = (text: string) => Number.parseFloat(text);

function panel(
  rows: readonly Row[],
  width: number
): Plot.PlotOptions & {readonly width: number; readonly height: number} {
  const margin = 14;
  const letters = Math.floor((width - 2 * margin) / (0.52 * FONT_SIZE));
  const cut = (value: number) => Math.min(DOMAIN[1], Math.max(DOMAIN[0], value));
  const placed = rows.map((row, i) => ({...row, y: i + 0.72, top: i + 0.28, x: cut(row.ratio)}));
  const dots = (met: boolean) => placed.filter(row => row.met === met);
  const dot = {x: 'x', y: 'y', r: 4} as const;
  return {
    width,
    height: 28 + ROW * rows.length,
    marginLeft: margin,
    marginRight: margin,
    marginTop: 4,
    marginBottom: 24,
    x: {type: 'log', domain: [...DOMAIN], ticks: TICKS, tickFormat: String, label: null},
    y: {type: 'linear', domain: [rows.length, 0], axis: null},
    marks: [
      Plot.rect([0], {x1: DOMAIN[0], x2: 1, y1: 0, y2: rows.length, fill: GRID, fillOpacity: 0.35}),
      Plot.ruleX([1], {stroke: MUTED}),
      Plot.text(placed, {
        x: DOMAIN[0],
        y: 'top',
        text: ({what}: Row) => short(what, letters),
        textAnchor: 'start',
        fill: INK
      }),
      Plot.link(placed, {
        x1: ({low}: Row) => cut(low),
        x2: ({high}: Row) => cut(high),
        y1: 'y',
        y2: 'y',
        stroke: INK,
        strokeWidth: 1.5
      }),
      Plot.dot(dots(true), {...dot, fill: OKABE_ITO.blue}),
      Plot.dot(dots(false), {...dot, fill: PAPER, stroke: OKABE_ITO.vermillion, strokeWidth: 2})
    ]
  };
}

/** Without its middle where it is too long, since names differ at their ends. */
function short(text: string, letters: number): string {
  const half = Math.floor((letters - 1) / 2);
  return text.length > letters ? `${text.slice(0, half).trimEnd()}…${text.slice(-half).trimStart()}` : text;
}
