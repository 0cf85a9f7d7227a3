import {tf} from '@espalier/backend';
import {expect, test} from 'vitest';
import {obdWeights} from './obdWeights.ts';
import {finish} from './testing/finish.ts';

test('obd-weights is ½ Σ w² H over the weights of each unit', () => {
  const kernel = tf.tensor2d([
    [1, 2],
    [-3, 0]
  ]);
  const kernelCurvature = tf.tensor2d([
    [4, 0.5],
    [1, 7]
  ]);
  // (1·4 + 9·1) / 2 = 6.5; (4·0.5 + 0·7) / 2 = 1
  expect(finish(obdWeights, {}, {kernel, kernelCurvature})).toEqual([6.5, 1]);
});
