import {beforeAll, describe, expect, it} from 'vitest';
import {nativeBackend, type OpAttribute} from '../native/nativeBackend.ts';
import {currentEngine, startEngine} from '../startEngine.ts';
import {tf} from '../tf.ts';

beforeAll(async () => {
  await startEngine({threads: 2});
});

interface Case {
  /** [batch, height, width, channels] */
  readonly x: [number, number, number, number];
  /** [rows, columns, in channels, out channels] */
  readonly filter: [number, number, number, number];
  readonly stride?: [number, number];
  readonly pad?: 'same' | 'valid';
}

const CASES: readonly Case[] = [
  {x: [32, 32, 32, 16], filter: [3, 3, 16, 16]},
  {x: [32, 32, 32, 16], filter: [3, 3, 16, 32], stride: [2, 2]},
  // Shares of different sizes, odd numbers of channels, pixels that no window reaches.
  {x: [33, 16, 15, 3], filter: [3, 3, 3, 7], stride: [2, 2], pad: 'valid'},
  {x: [5, 9, 8, 1], filter: [5, 3, 1, 5], stride: [2, 1]},
  {x: [4, 14, 14, 37], filter: [1, 1, 37, 43], stride: [2, 2]},
  {x: [7, 1, 20, 6], filter: [1, 7, 6, 8]},
  {x: [6, 7, 7, 5], filter: [7, 7, 5, 6], pad: 'valid'}
];

const normal = (shape: readonly number[], seed: number) => tf.randomNormal([...shape], 0, 1, 'float32', seed);

/** Attributes of TensorFlow's own convolutions, which TensorFlow.js leads to ours. */
function attributesOf({stride: [rows, columns] = [1, 1], pad = 'same'}: Case): OpAttribute[] {
  const {binding} = nativeBackend();
  return [
    {name: 'T', type: binding.TF_ATTR_TYPE, value: binding.TF_FLOAT},
    {name: 'strides', type: binding.TF_ATTR_INT, value: [1, rows, columns, 1]},
    {name: 'padding', type: binding.TF_ATTR_STRING, value: pad.toUpperCase()},
    {name: 'data_format', type: binding.TF_ATTR_STRING, value: 'NHWC'},
    {name: 'use_cudnn_on_gpu', type: binding.TF_ATTR_BOOL, value: true},
    {name: 'dilations', type: binding.TF_ATTR_INT, value: [1, 1, 1, 1]}
  ];
}

const plain = (op: string, one: Case, inputs: tf.Tensor[]) =>
  nativeBackend().executeSingleOutput(op, attributesOf(one), inputs);
const sizes = (shape: readonly number[]) => tf.tensor1d([...shape], 'int32');

/** Largest difference as a share of the largest value. */
function distance(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]! / tf.max(tf.abs(b)).dataSync()[0]!);
}

function run(kernel: string, inputs: tf.NamedTensorMap, {stride = [1, 1], pad = 'same'}: Case, more = {}): tf.Tensor {
  const attributes = {strides: stride, pad, dataFormat: 'NHWC', dilations: [1, 1], ...more};
  return tf.engine().runKernel(kernel, inputs, attributes);
}

describe('convolution by oneDNN', () => {
  it('is in use where the engine has it', () => {
    const {name, device, convolutions} = currentEngine();
    const expected =
      name === 'tensorflow' && device === 'cpu' && process.platform === 'linux' && process.arch === 'x64';
    expect(convolutions).toEqual(expected ? expect.stringMatching(/^oneDNN 3\./) : undefined);
  });

  it.each(CASES)('equals TensorFlow’s for %o', one => {
    if (currentEngine().convolutions === undefined) return;
    const before = tf.memory().numTensors;
    tf.tidy(() => {
      const [x, filter] = [normal(one.x, 1), normal(one.filter, 2)];
      const y = run('Conv2D', {x, filter}, one);
      expect(distance(y, plain('Conv2D', one, [x, filter]))).toBeLessThan(1e-6);
      const dy = normal(y.shape, 3);
      const dx = run('Conv2DBackpropInput', {dy, filter}, one, {inputShape: one.x});
      expect(distance(dx, plain('Conv2DBackpropInput', one, [sizes(one.x), filter, dy]))).toBeLessThan(1e-6);
      const byFilter = () => run('Conv2DBackpropFilter', {x, dy}, one, {filterShape: one.filter});
      const dfilter = byFilter();
      expect(distance(dfilter, plain('Conv2DBackpropFilter', one, [x, sizes(one.filter), dy]))).toBeLessThan(1e-5);
      // The same bits every time, whoever gets which share.
      for (let i = 0; i < 5; i++) expect(byFilter().dataSync()).toEqual(dfilter.dataSync());
    });
    expect(tf.memory().numTensors).toBe(before);
  });

  it('leaves dilated ones, and those of few examples, to TensorFlow', () => {
    if (currentEngine().convolutions === undefined) return;
    tf.tidy(() => {
      const [x, filter] = [normal([3, 9, 9, 2], 1), normal([3, 3, 2, 4], 2)] as [tf.Tensor4D, tf.Tensor4D];
      const one = {x: [3, 9, 9, 2], filter: [3, 3, 2, 4]} as const;
      expect(distance(tf.conv2d(x, filter, 1, 'same'), plain('Conv2D', one as unknown as Case, [x, filter]))).toBe(0);
      const eight = normal([8, 9, 9, 2], 1) as tf.Tensor4D;
      const dilated = tf.conv2d(eight, filter, 1, 'same', 'NHWC', 2);
      const spread = tf.conv2d(eight, widened(filter), 1, 'same');
      expect(distance(dilated, spread)).toBeLessThan(1e-6);
    });
  });
});

/** A 3 × 3 filter with zeros between its weights. */
function widened(filter: tf.Tensor4D): tf.Tensor4D {
  const [, , from, to] = filter.shape;
  const wide = tf.buffer([5, 5, from, to]);
  const values = filter.bufferSync();
  for (let row = 0; row < 3; row++)
    for (let column = 0; column < 3; column++)
      for (let i = 0; i < from; i++)
        for (let o = 0; o < to; o++) wide.set(values.get(row, column, i, o), 2 * row, 2 * column, i, o);
  return wide.toTensor() as tf.Tensor4D;
}
