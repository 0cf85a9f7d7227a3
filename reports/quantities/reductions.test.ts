import {expect, it} from 'vitest';
import type {RunRecord} from '../records/runRecord.ts';
import {madeUpMilestones} from '../testing/madeUpMilestones.ts';
import {largestReduction, reductionsOf} from './reductions.ts';

const [run] = madeUpMilestones({seeds: [0]});

/** A run whose milestones have these shares of FLOPs and losses of accuracy. */
function withMilestones(seed: number, points: readonly (readonly [share: number, loss: number])[]): RunRecord {
  if (!run?.result.before) throw new Error('Expected a run.');
  const {before} = run.result;
  const milestones = points.map(([share, loss]) => ({
    ...before,
    target: {flops: share},
    step: 1,
    updates: 1,
    flops: share * before.flops,
    testAccuracy: Number(before.testAccuracy) - loss
  }));
  return {...run, seed, id: `run-${seed}`, result: {...run.result, milestones}};
}

const options = {of: 'flops', metric: 'testAccuracy', against: 'start'} as const;

it('takes the smallest network whose mean loss is within the margin, and nothing between milestones', () => {
  const runs = [
    withMilestones(0, [[0.5, 0.01], [0.25, 0.02], [0.1, 0.05]]),
    withMilestones(1, [[0.5, 0.01], [0.25, 0.028], [0.1, 0.05]]),
    withMilestones(2, [[0.5, 0.01], [0.25, 0.024], [0.1, 0.05]])
  ]; // prettier-ignore
  const best = largestReduction(reductionsOf(runs, options), 0.025);
  expect(best?.target).toEqual({flops: 0.25});
  expect(best?.times.value).toBeCloseTo(4, 12);
  expect(best?.loss.value).toBeCloseTo(0.024, 12);
  // The mean is within, the interval reaches beyond: both are told.
  expect(best?.loss.high).toBeGreaterThan(0.025);
});

it('may jump over a milestone that loses more', () => {
  const runs = [withMilestones(0, [[0.5, 0.04], [0.25, 0.01]])]; // prettier-ignore
  expect(largestReduction(reductionsOf(runs, options), 0.025)?.target).toEqual({flops: 0.25});
});

it('leaves out milestones that not every run reached, and gives none where none is within', () => {
  const runs = [withMilestones(0, [[0.5, 0.03], [0.1, 0]]), withMilestones(1, [[0.5, 0.03]])]; // prettier-ignore
  expect(reductionsOf(runs, options).map(({target}) => target)).toEqual([{flops: 0.5}]);
  expect(largestReduction(reductionsOf(runs, options), 0.025)).toBeUndefined();
});
