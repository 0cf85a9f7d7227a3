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
  /** Fine-tuning updates in all, those behind the last removal too. */
  readonly updates: Estimate;
}

/** A point for each setting of runs that tell both. */
export function costPoints(records: readonly RunRecord[], metric: Quality): CostPoint[] {
  return groupRuns(records, (a, b) => (a < b ? -1 : a > b ? 1 : 0)).flatMap(({runs}) => {
    const measure = (of: Quality | 'updates') =>
      measureBySeed({of, at: 'end', where: {}}, {records: runs, correlations: []});
    const bySeed = measure(metric);
    const [quality, updates] = [meanInterval(bySeed.values()), meanInterval(measure('updates').values())];
    return quality && updates ? [{runs, bySeed, quality, updates}] : [];
  });
}
