import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {taylorElementwise} from './taylorElementwise.ts';
import {perExample} from './testing/perExample.ts';

test('taylor-elementwise is Σ|∂C/∂z · z| / M of each example', () => {
  const elementwiseGradient = tf.tensor2d([[12, 2]]);
  expect(perExample(taylorElementwise, {elementwiseGradient, positions: 4})).toEqual({value: [3, 0.5]});
});
