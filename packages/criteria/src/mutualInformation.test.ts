import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {mutualInformation} from './mutualInformation.ts';
import {finish} from './testing/finish.ts';
import {perExample} from './testing/perExample.ts';

test('mutual-information looks at the spatial mean', () => {
  const featureMap = tf.tensor3d([1, 10, 3, 30], [1, 2, 2]);
  expect(perExample(mutualInformation, {featureMap})).toEqual({value: [2, 20]});
});

test('mutual-information is ln 2 for a unit that tells two classes apart and 0 for a constant one', () => {
  // rows of (telling, constant): 0.1 and 0.1 fall in bin 0, 5 and 5 in bin floor(10 · 2 / 4) = 5
  const value = {values: Float32Array.of(0.1, 3, 5, 3, 0.1, 3, 5, 3), units: 2};
  const [telling, constant] = finish(mutualInformation, {value}, {labels: Int32Array.of(0, 1, 0, 1)});
  expect(telling).toBeCloseTo(Math.LN2, 12);
  expect(constant).toBe(0);
});
