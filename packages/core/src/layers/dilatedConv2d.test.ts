import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {startTestEngine} from '../testing/engine.ts';
import {dilatedConv2d} from './dilatedConv2d.ts';

beforeAll(startTestEngine);

describe('dilatedConv2d', () => {
  it.each([
    [[2, 2], 'same', [9, 8], [3, 3]],
    [[3, 2], 'valid', [10, 11], [3, 2]],
    [[1, 2], 'same', [5, 7], [2, 3]],
    [[4, 1], 'same', [6, 6], [3, 3]]
  ] as const)('equals tf.conv2d for dilation %j, %s, and has a gradient', (dilation, padding, size, window) => {
    const x = tf.randomNormal<tf.Rank.R4>([2, ...size, 3], 0, 1, 'float32', 1);
    const kernel = tf.randomNormal<tf.Rank.R4>([...window, 3, 4], 0, 1, 'float32', 2);
    const ours = dilatedConv2d(x, kernel, {dilation, strides: [1, 1], padding});
    const theirs = tf.conv2d(x, kernel, 1, padding, 'NHWC', [...dilation]);
    expect(ours.shape).toEqual(theirs.shape);
    expect(tf.max(tf.abs(tf.sub(ours, theirs))).dataSync()[0]).toBeLessThan(1e-4);
    // The output is linear in the kernel, so Σ gradient · kernel gives back its sum.
    const total = (k: tf.Tensor4D) => tf.sum<tf.Scalar>(dilatedConv2d(x, k, {dilation, strides: [1, 1], padding}));
    const gradient = tf.grad(k => total(k as tf.Tensor4D))(kernel);
    const [again, sum] = [tf.sum(tf.mul(gradient, kernel)).dataSync()[0]!, total(kernel).dataSync()[0]!];
    expect(Math.abs(again - sum)).toBeLessThan(1e-3 * Math.max(1, Math.abs(sum)));
  });

  it('refuses strides besides', () => {
    const options = {dilation: [2, 2], strides: [2, 2], padding: 'same'} as const;
    expect(() => dilatedConv2d(tf.ones([1, 4, 4, 1]), tf.ones([3, 3, 1, 1]), options)).toThrow(
      'Expected `strides` to be 1 where `dilation_rate` is above 1, got 2, 2.'
    );
  });
});
