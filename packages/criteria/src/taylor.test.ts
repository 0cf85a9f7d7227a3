import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {taylor} from './taylor.ts';
import {perExample} from './testing/perExample.ts';

test('taylor is |∂C/∂g| / M of each example', () => {
  const gateGradient = tf.tensor2d([
    [-8, 2],
    [4, 0]
  ]);
  // |-8| / 4 = 2, |2| / 4 = 0.5; |4| / 4 = 1, 0
  expect(perExample(taylor, {gateGradient, positions: 4})).toEqual({value: [2, 0.5, 1, 0]});
});
