import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {finish} from './testing/finish.ts';
import {weight} from './weight.ts';

test('weight is the mean square of the weights of each unit', () => {
  const kernel = tf.tensor2d([
    [1, 2],
    [-3, 0]
  ]);
  // (1 + 9) / 2 = 5; (4 + 0) / 2 = 2
  expect(finish(weight, {}, {kernel})).toEqual([5, 2]);
});
