import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {activationStd} from './activationStd.ts';
import {finish} from './testing/finish.ts';
import {perExample} from './testing/perExample.ts';

test('activation-std hands on the mean and the population variance of each example', () => {
  // one example, two positions, two units
  const featureMap = tf.tensor3d([
    [
      [1, 5],
      [3, 5]
    ]
  ]);
  expect(perExample(activationStd, {featureMap})).toEqual({mean: [2, 5], variance: [1, 0]});
});

test('activation-std pools the variance within examples and the variance of their means', () => {
  // positions 1, 3 and 5, 7: mean 4, squares 9 + 1 + 1 + 9 = 20, 20 / 4 = 5 = 1 within + 4 between
  const mean = {mean: Float64Array.of(4), variance: Float64Array.of(4)};
  const variance = {mean: Float64Array.of(1), variance: Float64Array.of(0)};
  expect(finish(activationStd, {mean, variance})).toEqual([Math.sqrt(5)]);
});

test('activation-std keeps its digits where the mean is large beside the spread', () => {
  const featureMap = tf.tensor3d([4096, 4096.5, 4097, 4096.5], [1, 4, 1]);
  // squared deviations 0.25, 0, 0.25, 0: mean 0.125; E[z²] − E[z]² in float32 would give 0, 2 or worse
  expect(perExample(activationStd, {featureMap}).variance).toEqual([0.125]);
});
