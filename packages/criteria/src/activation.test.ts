import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {activation} from './activation.ts';
import {perExample} from './testing/perExample.ts';

test('activation is the mean over positions of each example', () => {
  // one example, two positions, three units
  const featureMap = tf.tensor3d([
    [
      [1, 0, -2],
      [2, 0, 1]
    ]
  ]);
  expect(perExample(activation, {featureMap})).toEqual({value: [1.5, 0, -0.5]});
});
