import {groupRuns} from '../records/groupRuns.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import {measureBySeed} from './measureBySeed.ts';
import type {Quality} from './metricNames.ts';

/** Runs that differ in their seed alone: what their fine-tuning took, and what it came to. */
export interface CostPoint {
  readonly runs: readonly RunRecord[];
  /** Of the pruned network at the end, by seed. */
  readonly bySeed: ReadonlyMap<number, number>;
  readonly quality: Estimate;
  /** Fine-tuning updates in all, or seconds of pruning: those behind the last removal too. */
  readonly cost: Estimate;
}

/** What a pruning costs. */
export const COST_NAMES = ['updates', 'pruningTime'] as const;
export type CostName = (typeof COST_NAMES)[number];

/** A point for each setting of runs that tell both. */
export function costPoints(records: readonly RunRecord[], metric: Quality, cost: CostName): CostPoint[] {
  return groupRuns(records, (a, b) => (a < b ? -1 : a > b ? 1 : 0)).flatMap(({runs}) => {
    const measure = (of: Quality | CostName) =>
      measureBySeed({of, at: 'end', where: {}}, {records: runs, correlations: []});
    const bySeed = measure(metric);
    const [quality, spent] = [meanInterval(bySeed.values()), meanInterval(measure(cost).values())];
    return quality && spent ? [{runs, bySeed, quality, cost: spent}] : [];
  });
}
