import * as Plot from '@observablehq/plot';
import {max, min} from 'd3-array';
import type {AccuracyName} from '../records/accuracyOf.ts';
import {describeRuns} from '../records/describeRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {subjectOf} from '../records/subjectOf.ts';
import type {Reference} from '@espalier/experiments/reference';
import {accuracyDomain} from './accuracyDomain.ts';
import {accuracyLines, type Line, type Remaining} from './accuracyLines.ts';
import {accuracyMarks, unprunedMark, type Frame} from './accuracyMarks.ts';
import {capital} from '../tables/capital.ts';
import type {Figure} from './figure.ts';
import {paperMarks, paperPoints, paperWords, type PaperPoint} from './paperMarks.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {GRID, textWidth, WIDE} from './theme.ts';

export type {Remaining} from './accuracyLines.ts';

export interface AccuracyAgainstOptions {
  readonly records: readonly RunRecord[];
  readonly remaining: Remaining;
  /** @default 'testAccuracy' */
  readonly accuracy?: AccuracyName;
  /** Published numbers to mark; of FLOPs alone are there any. */
  readonly reference?: Reference;
  readonly command: string;
}

const WORDS: Readonly<Record<Remaining, string>> = {flops: 'FLOPs', units: 'units', parameters: 'parameters'};

/**
 * Accuracy against what is left of the network: one thin line a run, and for each series the mean over seeds with its
 * 95 % t interval. Pruning goes to the right.
 */
export function accuracyAgainst({
  records,
  remaining,
  accuracy = 'testAccuracy',
  reference,
  command
}: AccuracyAgainstOptions): Figure {
  const lines = accuracyLines(records, remaining, accuracy);
  const runs = lines.flatMap(({runs}) => runs);
  const subject = records[0] ? subjectOf(records[0]) : '';
  const papers = remaining === 'flops' ? paperPoints(runs, reference, subject) : [];
  const words = accuracy === 'testAccuracy' ? 'Test accuracy' : 'Validation accuracy';
  const title = `${words} against ${WORDS[remaining]} left`;
  const caption =
    `${title} while pruning. ${describeRuns(records)} Thin lines: single runs; thick lines: means over seeds, linear ` +
    `between measured points, over the range that all runs of a series cover; bands: 95 % t intervals of the mean, for ` +
    `two seeds or more; dotted: mean of the unpruned networks.${paperWords(papers)} Made by \`${command}\`.`;
  const draw = (width = WIDE) => {
    const wide = width >= 480;
    return renderFigure({
      title,
      description: caption,
      width,
      panels: [panel(lines, papers, width)],
      legend: wide ? [] : lines.map(({label, style}) => ({label, ...style})),
      yLabel: `↑ ${words}`,
      xLabel: `${capital(WORDS[remaining])} left, pruning goes to the right →`
    });
  };
  return {name: `accuracy-${remaining}`, title, caption, draw};
}

function panel(lines: readonly Line[], papers: readonly PaperPoint[], width: number): Panel {
  const wide = width >= 480;
  const points = [...lines.flatMap(({runs}) => runs.flat()), ...papers];
  const [low, top] = accuracyDomain(lines);
  const marginRight = wide ? 24 + (max(lines, ({label}) => textWidth(label)) ?? 0) : 12;
  const high = max(points, ({x}) => x) ?? 1;
  const frame: Frame = {
    width,
    height: wide ? 400 : 300,
    marginLeft: 44,
    marginRight,
    x: [high, min(points, ({x}) => x) ?? 0],
    y: [Math.min(low, ...papers.map(({y}) => y - 0.02)), top]
  };
  const axis = {label: null, grid: true};
  return {
    options: {
      ...frame,
      marginTop: 8,
      marginBottom: 24,
      x: {...axis, type: 'linear', domain: frame.x, tickFormat: '~s', ticks: wide ? 8 : 4, grid: false},
      y: {...axis, type: 'linear', domain: frame.y, tickFormat: '.0%'},
      marks: [
        Plot.gridY({stroke: GRID, strokeOpacity: 1}),
        unprunedMark(lines, frame),
        ...accuracyMarks(lines, frame, wide),
        ...paperMarks(papers)
      ]
    }
  };
}
