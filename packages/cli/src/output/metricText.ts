import {fixed, percent} from './formatNumber.ts';

/** A run's metric: accuracies in percent, losses as they are. */
export function metricText({name, value}: {readonly name: string; readonly value: number}): string {
  return /accuracy/i.test(name) ? percent(value) : fixed(value);
}
