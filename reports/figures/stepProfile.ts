import * as Plot from '@observablehq/plot';
import type {ProfileDocument} from '@espalier/experiments';
import type {Figure} from './figure.ts';
import {renderFigure, type Panel} from './renderFigure.ts';
import {GRID, INK, OKABE_ITO, textWidth, WIDE} from './theme.ts';

export interface StepProfileOptions {
  readonly profile: ProfileDocument;
  /** What the model is called. */
  readonly name: string;
  readonly command: string;
}

/** Ops with a bar of their own; the others share one. */
const BARS = 12;
const ROW = 22;

interface Bar {
  readonly label: string;
  readonly milliseconds: number;
  readonly share: number;
  readonly color: string;
}

/** Where the time of a training step goes: a bar for each kind of op, one for the rest, and one for what lies between ops. */
export function stepProfile({profile, name, command}: StepProfileOptions): Figure {
  const {batch, criteria, device, step} = profile;
  const bars = barsOf(profile);
  const title = `Where a training step of ${name} goes`;
  const scored = criteria.length > 0 ? `, scored by ${criteria.join(', ')} on the way` : '';
  const caption =
    `${title}: milliseconds by TensorFlow op, mean of ${step.count} steps on batches of ${batch}${scored}. ` +
    `${device.engine} on ${device.threads} ${device.threads === 1 ? 'thread' : 'threads'}, ${device.cpu}, load ` +
    `${device.load}. Made by \`${command}\`.`;
  const draw = (width = WIDE) =>
    renderFigure({
      title,
      description: caption,
      width,
      panels: [panel(bars, width)],
      xLabel: 'Milliseconds a step →'
    });
  return {name: 'step-profile', title, caption, draw};
}

function barsOf({ops, between, step}: ProfileDocument): Bar[] {
  const [own, rest] = [ops.slice(0, BARS), ops.slice(BARS)];
  const color = OKABE_ITO.blue;
  const bars = own.map(({op, calls, ...time}) => ({...time, color, label: `${op} × ${times(calls)}`}));
  const others = rest.reduce((sum, {milliseconds}) => sum + milliseconds, 0);
  const mean = between + ops.reduce((sum, {milliseconds}) => sum + milliseconds, 0) || step.median;
  const gray = OKABE_ITO.gray;
  return [
    ...bars,
    ...(rest.length > 0
      ? [{label: `${rest.length} other ops`, milliseconds: others, share: others / mean, color: gray}]
      : []),
    {label: 'JavaScript between ops', milliseconds: Math.max(0, between), share: between / mean, color: gray}
  ];
}

function times(calls: number): string {
  return Number.isInteger(calls) ? String(calls) : calls.toFixed(1);
}

function panel(bars: readonly Bar[], width: number): Panel {
  const labels = bars.map(({label}) => label);
  const marginLeft = Math.min(12 + Math.max(...labels.map(textWidth)), width / 2);
  const text = ({milliseconds, share}: Bar) => `${milliseconds.toFixed(1)} ms, ${(100 * share).toFixed(0)} %`;
  return {
    options: {
      width,
      height: 30 + ROW * bars.length,
      marginLeft,
      marginTop: 4,
      marginRight: 100,
      marginBottom: 26,
      x: {label: null, ticks: 5, domain: [0, Math.max(...bars.map(({milliseconds}) => milliseconds))]},
      y: {domain: labels, label: null, type: 'band', padding: 0.2, tickSize: 0},
      marks: [
        Plot.gridX({stroke: GRID, strokeOpacity: 1}),
        Plot.barX(bars, {x: 'milliseconds', y: 'label', fill: 'color'}),
        Plot.text(bars, {x: 'milliseconds', y: 'label', text, textAnchor: 'start', dx: 6, fill: INK})
      ]
    }
  };
}
