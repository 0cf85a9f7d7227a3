import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {perExample} from './testing/perExample.ts';
import {taylorFo} from './taylorFo.ts';

test('taylor-fo is (∂C/∂g)² of each example, not divided by positions', () => {
  const gateGradient = tf.tensor2d([[-3, 0.5]]);
  expect(perExample(taylorFo, {gateGradient, positions: 4})).toEqual({value: [9, 0.25]});
});
