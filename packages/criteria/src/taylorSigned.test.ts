import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {taylorSigned} from './taylorSigned.ts';
import {finish} from './testing/finish.ts';
import {perExample} from './testing/perExample.ts';

test('taylor-signed lets examples of opposite sign cancel', () => {
  const gateGradient = tf.tensor2d([
    [-8, 2],
    [8, -6]
  ]);
  expect(perExample(taylorSigned, {gateGradient, positions: 4})).toEqual({value: [-2, 0.5, 2, -1.5]});
  // means over examples: (-2 + 2) / 2 = 0, (0.5 - 1.5) / 2 = -0.5
  expect(finish(taylorSigned, {value: Float64Array.of(0, -0.5)})).toEqual([0, 0.5]);
});
