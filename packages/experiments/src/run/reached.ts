import type {Settings} from '../schema/experiment.ts';
import {untilOf} from '../jobs/parseUntil.ts';
import type {MetricsRow} from './runResult.ts';

/** How far pruning has come on the way from `first` to its target, in [0, 1]. */
export function reached(until: Settings['prune']['until'], first: MetricsRow, now: MetricsRow): number {
  const {target, fraction} = untilOf(until);
  const quantity = ({flops: 'flops', params: 'parameters', units: 'units', latency: 'flops'} as const)[target];
  const share = (1 - now[quantity] / first[quantity]) / (1 - fraction);
  return Math.min(1, Math.max(0, share));
}
