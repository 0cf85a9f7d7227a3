import type {MilestoneTarget} from '../records/milestoneSchemas.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {meanInterval, type Estimate} from '../statistics/meanInterval.ts';
import {pairedDifference} from '../statistics/pairedDifference.ts';
import {measureBySeed} from './measureBySeed.ts';
import type {Quality} from './metricNames.ts';
import {milestoneTargets} from './milestoneTargets.ts';

export type ReducedSize = 'flops' | 'parameters' | 'units';

export interface ReductionOptions {
  readonly of: ReducedSize;
  readonly metric: Quality;
  /** What the loss is counted from: the network before pruning, or the control with equal updates. */
  readonly against: 'start' | 'unpruned';
}

/** A milestone that every run reached: how many times smaller, and what it cost. */
export interface Reduction {
  readonly target: MilestoneTarget;
  readonly times: Estimate;
  /** Loss of the metric, paired by seed; negative where it rose. */
  readonly loss: Estimate;
}

/** One entry a milestone of runs that differ in their seed alone, largest network first. */
export function reductionsOf(runs: readonly RunRecord[], {of, metric, against}: ReductionOptions): Reduction[] {
  const measured = {records: runs, correlations: []};
  const where = {};
  return milestoneTargets(runs).flatMap(target => {
    const times = measureBySeed({of: `${of}Reduction`, at: target, where}, measured);
    const own = measureBySeed({of: metric, at: target, where}, measured);
    const other =
      against === 'start'
        ? measureBySeed({of: metric, at: 'start', where}, measured)
        : measureBySeed({of: metric, at: target, control: 'unpruned', where}, measured);
    const loss = pairedDifference(other, own);
    const factor = meanInterval(times.values());
    return factor && loss?.n === runs.length ? [{target, times: factor, loss}] : [];
  });
}

/** The smallest network among milestones whose mean loss is within the margin: nothing between milestones counts. */
export function largestReduction(reductions: readonly Reduction[], within: number): Reduction | undefined {
  return reductions
    .filter(({loss}) => loss.value <= within)
    .reduce<Reduction | undefined>(
      (best, one) => (best && best.times.value >= one.times.value ? best : one),
      undefined
    );
}
