import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {obd} from './obd.ts';
import {perExample} from './testing/perExample.ts';

test('obd is half the curvature of each example', () => {
  const gateCurvature = tf.tensor2d([[3, 0, 0.5]]);
  expect(perExample(obd, {gateCurvature})).toEqual({value: [1.5, 0, 0.25]});
});
