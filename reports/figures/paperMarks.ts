import * as Plot from '@observablehq/plot';
import type {Reference} from '@espalier/experiments/reference';
import {mean} from 'd3-array';
import type {RunPoint} from './accuracyLines.ts';
import {subjectsFor} from '../tables/paperNumbers.ts';
import {INK, PAPER} from './theme.ts';

/** A network that the paper pruned, as it would lie among ours. */
export interface PaperPoint {
  /** Our whole network's FLOPs times the share that the paper's has left. */
  readonly x: number;
  /** Mean accuracy of our whole networks and the paper's change of accuracy. */
  readonly y: number;
  readonly subject: string;
}

/** The pruned networks that the paper tells of, moved to where our runs begin. */
export function paperPoints(
  runs: readonly (readonly RunPoint[])[],
  reference: Reference | undefined,
  subject: string
): PaperPoint[] {
  const starts = runs.flatMap(run => run[0] ?? []);
  const [flops, accuracy] = [mean(starts, ({x}) => x), mean(starts, ({y}) => y)];
  if (flops === undefined || accuracy === undefined) return [];
  return subjectsFor(subject, reference?.subjects ?? []).flatMap(paper =>
    (paper.pruned ?? []).map(({gflops, accuracy: [before, after]}) => ({
      x: (flops * gflops[1]) / gflops[0],
      y: accuracy + after - before,
      subject: paper.subject
    }))
  );
}

/** Rings with a word each; the caption has the rest. */
export function paperMarks(points: readonly PaperPoint[]): Plot.Markish[] {
  return [
    Plot.dot(points, {x: 'x', y: 'y', r: 5, fill: PAPER, stroke: INK, strokeWidth: 1.5}),
    Plot.text(points, {x: 'x', y: 'y', text: () => 'paper', dy: -12, fill: INK, stroke: PAPER, strokeWidth: 3})
  ];
}

/** A sentence for the caption; nothing where there are no marks. */
export function paperWords(points: readonly PaperPoint[]): string {
  if (points.length === 0) return '';
  const subjects = [...new Set(points.map(({subject}) => subject))].join(' and ');
  return ` Rings: the paper’s change of accuracy (${subjects}) at the share of FLOPs that it had left, from our start.`;
}
