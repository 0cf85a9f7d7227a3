import {max, min} from 'd3-array';
import type {Line} from './accuracyLines.ts';

/**
 * Range of the accuracy axis. Bands are shown whole unless they would dwarf the runs: with two seeds they are twelve
 * times the standard error.
 */
export function accuracyDomain(lines: readonly Line[]): [number, number] {
  const accuracies = lines.flatMap(({runs}) => runs.flat().map(({y}) => y));
  const [low, high] = [min(accuracies) ?? 0, max(accuracies) ?? 1];
  const room = 0.2 * (high - low);
  const bands = lines.flatMap(({mean: points}) => points);
  const lowest = Math.max(low - room, min(bands, band => band.low) ?? low);
  const highest = Math.min(high + room, max(bands, band => band.high) ?? high);
  return [Math.max(0, Math.min(low, lowest) - 0.02), Math.min(1, Math.max(high, highest) + 0.02)];
}
