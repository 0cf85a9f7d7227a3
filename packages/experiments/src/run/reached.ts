import type {Settings} from '../schema/experiment.ts';
import {untilOf} from '../jobs/parseUntil.ts';
import type {MetricsRow} from './runResult.ts';

/** FLOPs stand for latency, which is not measured at every point. */
const QUANTITIES = {
  flops: 'flops',
  params: 'parameters',
  units: 'units',
  memory: 'memory',
  latency: 'flops'
} as const;

/** How far pruning has come on the way from `first` to its target, in [0, 1]. */
export function reached(until: Settings['prune']['until'], first: MetricsRow, now: MetricsRow): number {
  const {target, fraction} = untilOf(until);
  const quantity = QUANTITIES[target];
  const share = (1 - (now[quantity] ?? 0) / (first[quantity] ?? 1)) / (1 - fraction);
  return Math.min(1, Math.max(0, share));
}
