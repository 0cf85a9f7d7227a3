import {expect, it} from 'vitest';
import {madeUpMilestones} from '../testing/madeUpMilestones.ts';
import {estimateQuantity} from './estimateQuantity.ts';
import {estimateText} from './quantityText.ts';

const records = madeUpMilestones().map(record => ({
  ...record,
  result: {
    ...record.result,
    before: record.result.before && {...record.result.before, trainAccuracy: 1, validationAccuracy: 0.8},
    milestones: record.result.milestones?.map(milestone => ({
      ...milestone,
      trainAccuracy: 0.9 + 0.01 * record.seed,
      validationAccuracy: 0.75
    }))
  }
}));
const measured = {records, correlations: []};
const where = {criterion: 'taylor'};

it('is what training accuracy is above that of a split, in points', () => {
  const gap = estimateQuantity({of: 'validationGap', at: 'start', where}, measured);
  expect(gap.estimate).toMatchObject({value: expect.closeTo(0.2, 12) as number, n: 3});
  expect(estimateText(gap.estimate, gap)).toBe('20.0 points [20.0, 20.0]');
});

it('is compared by seed, and not there where the training split was not measured', () => {
  const change = {of: 'validationGap', at: {units: 0.5}, where, minus: {at: 'start'}} as const;
  const {estimate, unit, isDifference} = estimateQuantity(change, measured);
  expect(estimate?.value).toBeCloseTo(0.16 - 0.2, 12);
  expect(estimateText(estimate, {unit, isDifference})).toMatch(/^−4\.0 points \[−6\.5, −1\.5\]$/);
  const other = {records: madeUpMilestones(), correlations: []};
  expect(estimateQuantity({of: 'validationGap', at: 'start', where}, other).estimate).toBeUndefined();
});
