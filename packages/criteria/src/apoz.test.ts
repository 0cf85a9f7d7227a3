import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {apoz} from './apoz.ts';
import {perExample} from './testing/perExample.ts';

test('apoz is the share of positions above 0, where 0 itself and negative values do not count', () => {
  // one example, four positions, three units
  const featureMap = tf.tensor3d([
    [
      [1, 0, -2],
      [2, 0, 1],
      [0, 0, 1],
      [1e-20, 0, 3]
    ]
  ]);
  expect(perExample(apoz, {featureMap})).toEqual({value: [0.75, 0, 0.75]});
});
