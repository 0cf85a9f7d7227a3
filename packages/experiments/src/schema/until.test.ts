import {expect, it} from 'vitest';
import {pruneSchema} from './experiment.ts';
import {validate} from './validate.ts';

const settle = (prune: object) => validate(pruneSchema, prune, () => 'file');

it('takes a largest drop, alone or beside a size, with accuracy as its metric', () => {
  expect(settle({until: {maxDrop: {points: 2.5}}}).until).toEqual({
    maxDrop: {metric: 'validationAccuracy', points: 2.5}
  });
  const both = {flops: 0.3, maxDrop: {metric: 'validationWorstClassAccuracy', points: 1}};
  expect(settle({until: both, unitsPerStep: 'all'}).until).toEqual(both);
});

it('refuses drops that are none, and what they leave no room for', () => {
  expect(() => settle({until: {maxDrop: {points: 0}}})).toThrow(
    'file: Expected until.maxDrop.points to be a number of percentage points above 0 and below 100, got 0 (number).'
  );
  expect(() => settle({until: {maxDrop: {metric: 'validationLoss', points: 1}}})).toThrow(
    'Expected until.maxDrop.metric to be one of validationAccuracy, validationBalancedAccuracy, validationSensitivity, ' +
      'validationSpecificity, validationAuroc, validationWorstClassAccuracy, got "validationLoss" (string).'
  );
  expect(() => settle({until: {maxDrop: {metric: 'testAccuracy', points: 1}}})).toThrow('one of validationAccuracy');
  expect(() => settle({until: {}})).toThrow('exactly one of flops, params, units, memory and latency, or maxDrop');
  expect(() => settle({until: {flops: 0.5, units: 0.5, maxDrop: {points: 1}}})).toThrow('exactly one of flops');
  expect(() => settle({until: {latency: 0.5, maxDrop: {points: 1}}})).toThrow(
    'maxDrop with flops, params, units or memory, or alone: latency is measured on its own'
  );
  expect(() => settle({until: {maxDrop: {points: 1}}, finalUpdates: 3})).toThrow(
    'Expected finalUpdates to be left out beside until.maxDrop: the network that was judged is kept as it is, got 3 (number).'
  );
  expect(() => settle({until: {maxDrop: {points: 1}}, unitsPerStep: 'all'})).toThrow(
    'Expected unitsPerStep to be a whole number where until.maxDrop stands alone: each step is judged, got "all" (string).'
  );
});
