import type {Axis, Measure} from '../explore/documents.ts';
import {duration, fixed, percent} from './format.ts';

/** How a measured quantity is called and written. */
export interface Quantity {
  readonly words: string;
  readonly write: (value: number | undefined) => string;
  /** d3 format of its axis. */
  readonly ticks: string;
  /** Falls while a network is pruned: its axis goes from much to little. */
  readonly falls?: boolean;
  /** Lies in [0, 1]. */
  readonly share?: boolean;
}

const share = (words: string, falls = false): Quantity => ({words, write: percent, ticks: '.0%', share: true, falls});
const loss = (words: string): Quantity => ({words, write: fixed, ticks: '~g'});
const whole = (words: string): Quantity => ({
  words,
  write: value => (value === undefined ? '' : String(value)),
  ticks: '~s'
});

export const QUANTITIES: Readonly<Record<Axis | Measure, Quantity>> = {
  metric: {words: 'metric', write: fixed, ticks: '~g'},
  testAccuracy: share('test accuracy'),
  validationAccuracy: share('validation accuracy'),
  testLoss: loss('test loss'),
  validationLoss: loss('validation loss'),
  flops: share('FLOPs left', true),
  units: share('units left', true),
  parameters: share('parameters left', true),
  updates: whole('updates'),
  step: whole('pruning step'),
  seconds: {words: 'time', write: duration, ticks: '~s'}
};

/** A metric by its name; an accuracy is a share. */
export function metricQuantity(name: string | undefined): Quantity {
  if (name === undefined) return QUANTITIES.metric;
  if (Object.hasOwn(QUANTITIES, name)) return QUANTITIES[name as Measure];
  return {...QUANTITIES.metric, words: name};
}

export function capital(words: string): string {
  return words.charAt(0).toUpperCase() + words.slice(1);
}
