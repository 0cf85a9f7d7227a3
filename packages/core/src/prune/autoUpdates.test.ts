import {expect, it} from 'vitest';
import {createTuningRule, updatesSoFar, type Tuned} from './autoUpdates.ts';

/** Updates that the rule lets pass, of losses that go on as `loss` says. */
function count(loss: (update: number) => number, most: number, cost: number, level?: number): number {
  const rule = createTuningRule({cost}, most, level === undefined ? undefined : {updates: 0, level})!;
  for (let update = 0; update < most; update++) if (rule.enough(loss(update))) break;
  return rule.updates();
}

/** A removal that raises the loss from 0.5 to 1, and fine-tuning that takes it back by a time constant. */
const recovering = (constant: number) => (update: number) => 0.5 + 0.5 * Math.exp(-update / constant);

it('stops at a third where nothing is to be recovered: in front of the first removal, and where the loss is as before', () => {
  expect(count(recovering(10), 30, 0.005)).toBe(10);
  expect(count(() => 0.5, 60, 0.005, 0.5)).toBe(20);
  expect(count(() => 0.4, 60, 0.005, 0.5)).toBe(20);
});

it('goes on while the loss falls by more than the cost, and the longer the slower it recovers', () => {
  const updates = [2, 12, 20].map(constant => count(recovering(constant), 60, 0.005, 0.5));
  expect(updates).toEqual([20, 38, 60]);
  // Straight down by a hundredth an update, from far above: worth it up to the last one.
  expect(count(update => 3 - 0.01 * update, 60, 0.019, 0.5)).toBe(60);
  expect(count(update => 3 - 0.01 * update, 60, 0.021, 0.5)).toBe(20);
});

it('does not pay for what the updates that are left cannot bring back, nor for a loss that has stopped falling', () => {
  // 0.06 above the level before, with 40 updates left: at most 0.0015 an update, 0.003 of the level.
  const shallow = (update: number) => 0.56 + 0.1 * Math.exp(-update / 2);
  expect(count(shallow, 60, 0.004, 0.5)).toBe(20);
  expect(count(shallow, 60, 0.0005, 0.5)).toBe(60);
  expect(count(() => 1, 60, 0.005, 0.5)).toBe(20);
  expect(count(() => 1, 60, 0, 0.5)).toBe(60);
});

it('asks less of each update the cheaper they are', () => {
  const updates = [0.02, 0.01, 0.005, 0.0025].map(cost => count(recovering(12), 60, cost, 0.5));
  expect(updates).toEqual([20, 20, 38, 60]);
});

it('hands on the later half of the losses and all updates so far', () => {
  const rule = createTuningRule({cost: 0.005}, 9, {updates: 12, level: 1})!;
  expect([5, 5, 1, 2, 3].map(rule.enough)).toEqual([false, false, false, false, false]);
  expect(rule.tuned()).toEqual({updates: 17, level: 2} satisfies Tuned);
  expect(updatesSoFar({step: 3, tuned: rule.tuned()}, 9)).toBe(17);
  expect(updatesSoFar({step: 3}, 9)).toBe(27);
});

it('is none where it is not asked for, and never ends what is short', () => {
  expect(createTuningRule(undefined, 30)).toBeUndefined();
  expect(createTuningRule({cost: 0.005}, 0)).toBeUndefined();
  expect([1, 2].map(most => count(() => 1, most, 0.005))).toEqual([1, 2]);
});
