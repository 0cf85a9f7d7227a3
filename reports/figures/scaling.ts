import * as Plot from '@observablehq/plot';
import type {Figure} from './figure.ts';
import type {LegendItem} from './legend.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {GRID, MUTED, OKABE_ITO, WIDE} from './theme.ts';

/** `reports/bench/scaling.json`: operations on networks of which one size varies at a time. */
export interface ScalingRecord {
  readonly cpu: string;
  readonly threads: number;
  readonly command: string;
  /** The sizes that do not vary. */
  readonly base: Readonly<Record<string, number>>;
  readonly series: readonly ScalingSeries[];
}

export interface ScalingSeries {
  readonly operation: string;
  readonly size: string;
  readonly points: readonly ScalingPoint[];
}

export interface ScalingPoint {
  /** Of the size that varies. */
  readonly value: number;
  readonly seconds: number;
  /** Multiplications and additions, or whatever else cannot be done without; in units of its own. */
  readonly work: number;
  /** Largest resident memory, and what the process held before. */
  readonly peakMiB: number;
  readonly beforeMiB: number;
}

export interface ScalingOptions {
  readonly record: ScalingRecord;
  readonly quantity: 'time' | 'memory';
}

const COLORS = [OKABE_ITO.vermillion, OKABE_ITO.blue, OKABE_ITO.green, OKABE_ITO.purple, OKABE_ITO.orange];
const SYMBOLS = ['circle', 'square', 'triangle', 'diamond', 'star'] as const;
const LEAST_MIB = 1; // below, it is noise, and a logarithm has no 0

/**
 * How time or memory grow with units, depth, image size, batch and examples: a panel a size, a line an operation, on
 * logarithmic axes. Beside each time, dashed, what its arithmetic would take at the speed of the largest size: a line that
 * is steeper grows faster than it must, one that lies above it is held up by something else at small sizes.
 */
export function scaling({record, quantity}: ScalingOptions): Figure {
  const sizes = [...new Set(record.series.map(({size}) => size))];
  const operations = [...new Set(record.series.map(({operation}) => operation))];
  const title = quantity === 'time' ? 'How time grows with each size' : 'How memory grows with each size';
  const base = Object.entries(record.base).map(([name, value]) => `${name} ${value}`);
  const what =
    quantity === 'time'
      ? 'milliseconds, medians; dashed: what its arithmetic would take at the speed of the largest size'
      : 'largest resident memory of a process beyond what it held before, MiB';
  const caption =
    `${title}: ${what}. Both axes are logarithmic. One size varies, the others are ${base.join(', ')}. ` +
    `${record.cpu}, ${record.threads} threads. Made by \`${record.command}\`.`;
  const draw = (width = WIDE) => {
    const columns = Math.max(1, Math.floor(width / 230));
    const panels = sizes.map(size => {
      const own = record.series.filter(one => one.size === size);
      return panel({title: size, lines: own.map(one => toLine(one, quantity, operations))}, width / columns);
    });
    const yLabel = quantity === 'time' ? '↑ Time, ms' : '↑ Memory, MiB';
    return renderFigure({title, description: caption, width, columns, panels, legend: legend(operations), yLabel});
  };
  return {name: quantity === 'time' ? 'scaling' : 'scaling-memory', title, caption, draw};
}

interface Line {
  readonly color: string;
  readonly symbol: (typeof SYMBOLS)[number];
  readonly measured: readonly Spot[];
  readonly needed: readonly Spot[];
}

interface Spot {
  readonly x: number;
  readonly y: number;
}

function toLine({operation, points}: ScalingSeries, quantity: 'time' | 'memory', operations: readonly string[]): Line {
  const place = operations.indexOf(operation);
  const last = points.at(-1);
  const speed = last ? (1000 * last.seconds) / last.work : 0;
  return {
    color: COLORS[place % COLORS.length]!,
    symbol: SYMBOLS[place % SYMBOLS.length]!,
    measured: points.map(({value, seconds, peakMiB, beforeMiB}) => ({
      x: value,
      y: quantity === 'time' ? 1000 * seconds : Math.max(LEAST_MIB, peakMiB - beforeMiB)
    })),
    needed: quantity === 'time' ? points.map(({value, work}) => ({x: value, y: speed * work})) : []
  };
}

function legend(operations: readonly string[]): LegendItem[] {
  return operations.map((label, i) => ({
    label,
    color: COLORS[i % COLORS.length]!,
    symbol: SYMBOLS[i % SYMBOLS.length]!
  }));
}

function panel({title, lines}: {readonly title: string; readonly lines: readonly Line[]}, width: number): Panel {
  const heights = lines.flatMap(({measured, needed}) => [...measured, ...needed].map(({y}) => y));
  const yTicks = logTicks(Math.min(...heights), Math.max(...heights));
  const ticks = [...new Set(lines.flatMap(({measured}) => measured.map(({x}) => x)))].toSorted((a, b) => a - b);
  return {
    title,
    options: {
      width,
      height: 190,
      marginLeft: 40,
      marginRight: 12,
      marginTop: 8,
      marginBottom: 26,
      x: {type: 'log', base: 2, ticks, tickFormat: String, label: null},
      y: {type: 'log', label: null, ticks: yTicks, tickFormat: inThousands},
      marks: [
        Plot.gridY(yTicks, {stroke: GRID, strokeOpacity: 1}),
        Plot.ruleX(ticks.slice(0, 1), {stroke: MUTED, strokeOpacity: 0.4}),
        ...lines.flatMap(({color, symbol, measured, needed}) => [
          Plot.line(needed, {x: 'x', y: 'y', stroke: color, strokeDasharray: '3 3', strokeWidth: 1}),
          Plot.line(measured, {x: 'x', y: 'y', stroke: color, strokeWidth: 2}),
          Plot.dot(measured, {x: 'x', y: 'y', fill: color, symbol, r: 3})
        ])
      ]
    }
  };
}

/** Powers of ten, with 2 and 5 times them where there would be few. */
function logTicks(low: number, high: number): number[] {
  const decades = Math.log10(high / low);
  const steps = decades > 2.5 ? [1] : [1, 2, 5];
  const from = Math.floor(Math.log10(low));
  const powers = Array.from({length: Math.ceil(decades) + 2}, (_, i) => 10 ** (from + i));
  return powers
    .flatMap(power => steps.map(step => Number((step * power).toPrecision(1))))
    .filter(tick => tick >= low && tick <= high);
}

function inThousands(value: number): string {
  return value >= 1000 ? `${value / 1000}k` : String(value);
}
