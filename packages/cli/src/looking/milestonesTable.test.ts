import {stripVTControlCharacters} from 'node:util';
import {expect, it} from 'vitest';
import {milestonesTable} from './milestonesTable.ts';

const quality = {validationLoss: 0.5, validationAccuracy: 0.8, testLoss: 0.6, testAccuracy: 0.7};

it('has a line a milestone, and one below it for each control', () => {
  const row = {target: {units: 0.5}, step: 3, updates: 40, units: 5, parameters: 5000, flops: 2e6, ...quality};
  const controls = {unpruned: {updates: 40, parameters: 9000, ...quality, testAccuracy: 0.75}};
  const passes = {quartiles: [1, 3] as const, dense: {milliseconds: 4, quartiles: [3, 5] as const}, faster: 2};
  const latencies = {
    batch: 1,
    dense: {milliseconds: 4},
    milestones: [{target: row.target, milliseconds: 2, ...passes}]
  };
  expect(stripVTControlCharacters(milestonesTable([{...row, controls}], latencies)).split('\n')).toEqual([
    'milestone   updates  units  parameters  MFLOPs  validation    test  test loss    ms',
    'units 0.5        40      5       5,000    2.00      80.0 %  70.0 %     0.6000  2.00',
    '  unpruned       40              9,000              80.0 %  75.0 %     0.6000'
  ]);
  expect(milestonesTable([row])).not.toContain('2.00\n');
});
