import {tf} from '@espalier/backend';
import {expect, it} from 'vitest';
import {dilated} from './dilated.ts';

// Its values and gradients are those of the dilated convolutions in againstTensorFlow.test.ts.
it('refuses strides besides dilation', () => {
  const options = {window: [3, 3], dilation: [2, 2], strides: [2, 2], padding: 'same'} as const;
  expect(() => dilated(tf.ones([1, 4, 4, 1]), options, blocks => blocks)).toThrow(
    'Expected `strides` to be 1 where `dilation_rate` is above 1, got 2, 2.'
  );
});
