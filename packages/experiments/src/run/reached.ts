import {sizeTargetOf} from '../jobs/parseUntil.ts';
import type {UntilSettings} from '../schema/until.ts';
import type {MetricsRow} from './runResult.ts';

/** FLOPs stand for latency, which is not measured at every point. */
const QUANTITIES = {
  flops: 'flops',
  params: 'parameters',
  units: 'units',
  memory: 'memory',
  latency: 'flops'
} as const;

/**
 * How far pruning has come on the way from `first` to its target, in [0, 1]; where a drop of quality alone ends it, the
 * share of units that are gone, as nobody knows the end.
 */
export function reached(until: UntilSettings, first: MetricsRow, now: MetricsRow): number {
  const {target, fraction} = sizeTargetOf(until) ?? {target: 'units', fraction: 0};
  const quantity = QUANTITIES[target];
  const share = (1 - (now[quantity] ?? 0) / (first[quantity] ?? 1)) / (1 - fraction);
  return Math.min(1, Math.max(0, share));
}
