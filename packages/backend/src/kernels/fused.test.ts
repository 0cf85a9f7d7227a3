import {beforeAll, describe, expect, it} from 'vitest';
import {startEngine} from '../startEngine.ts';
import {recordTape} from '../tape.ts';
import {tf} from '../tf.ts';
import {biasAdd} from './biasAdd.ts';
import {
  biasRelu,
  dotPositions,
  fusesKernels,
  keepAlong,
  maxPoolBiasRelu,
  maxPoolByTwo,
  meanOverPositions,
  momentsOverPositions,
  momentumSteps,
  positiveShare
} from './fused.ts';

beforeAll(async () => {
  await startEngine({threads: 2});
});

const normal = (shape: readonly number[], seed: number) => tf.randomNormal([...shape], 0, 1, 'float32', seed);

/** Small whole numbers, so that many are equal. */
const tied = (shape: readonly number[], seed: number) => tf.round(normal(shape, seed));

/** Largest difference as a share of the largest value. */
function distance(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => {
    const gap = tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
    return gap / Math.max(tf.max(tf.abs(b)).dataSync()[0]!, 1e-6);
  });
}

/** Derivatives by the inputs of a function whose output has the derivative `dy`. */
function gradients(f: (...inputs: tf.Tensor[]) => tf.Tensor, inputs: tf.Tensor[], dy: tf.Tensor): tf.Tensor[] {
  const {result, tape} = recordTape(() => f(...inputs));
  const found = tape.backward({from: [[result, dy]], wanted: inputs});
  tape.dispose();
  result.dispose();
  return inputs.map(input => found.get(input)!);
}

type TwoInputs = (...inputs: tf.Tensor[]) => tf.Tensor;

/** Values must be the same bits, gradients the same up to the order of sums. */
function expectSame(fused: TwoInputs, plain: TwoInputs, x: tf.Tensor, bias: tf.Tensor): void {
  const before = tf.memory().numTensors;
  const [ours, theirs] = [tf.tidy(() => fused(x, bias)), tf.tidy(() => plain(x, bias))];
  expect(distance(ours, theirs)).toBe(0);
  const dy = normal(ours.shape, 9);
  const [dx, dbias] = gradients(fused, [x, bias], dy) as [tf.Tensor, tf.Tensor];
  const [dxPlain, dbiasPlain] = gradients(plain, [x, bias], dy) as [tf.Tensor, tf.Tensor];
  expect(distance(dx, dxPlain)).toBe(0);
  expect(distance(dbias, dbiasPlain)).toBeLessThan(1e-5);
  tf.dispose([ours, theirs, dy, dx, dbias, dxPlain, dbiasPlain]);
  expect(tf.memory().numTensors).toBe(before);
}

const shapes = [
  [2, 5, 7, 3],
  [4, 9],
  [3, 33, 17],
  [8, 16, 16, 32],
  [1, 2, 3, 4, 5]
];

describe('a fused kernel', () => {
  it('is in use on native TensorFlow', () => {
    expect(fusesKernels()).toBe(tf.getBackend() === 'tensorflow');
  });

  it.each(shapes)('adds a bias and applies ReLU as two ops do: [%s, %s, …]', (...shape) => {
    const bias = normal([shape.at(-1)!], 2);
    const plain: TwoInputs = (x, b) => tf.relu(biasAdd(x, b as tf.Tensor1D));
    expectSame((x, b) => biasRelu(x, b as tf.Tensor1D), plain, normal(shape, 1), bias);
    expectSame((x, b) => biasRelu(x, b as tf.Tensor1D), plain, tied(shape, 1), tf.zerosLike(bias));
  });

  it.each([
    [2, 4, 6, 3],
    [2, 5, 7, 3],
    [8, 16, 16, 32],
    [1, 2, 2, 1],
    [3, 3, 2, 5]
  ])('pools, adds a bias and applies ReLU as three ops do, ties included: [%s, %s, %s, %s]', (...shape) => {
    const plain: TwoInputs = (x, b) => tf.relu(biasAdd(tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'), b as tf.Tensor1D));
    const fused: TwoInputs = (x, b) => maxPoolBiasRelu(x as tf.Tensor4D, b as tf.Tensor1D);
    const bias = normal([shape.at(-1)!], 2);
    expectSame(fused, plain, normal(shape, 1), bias);
    expectSame(fused, plain, tied(shape, 1), bias);
  });

  it.each(shapes)('sums products over positions: [%s, %s, …]', (...shape) => {
    const [a, b] = [normal(shape, 1), normal(shape, 2)];
    const plain = tf.sum(tf.mul(a, b).reshape([shape[0]!, -1, shape.at(-1)!]), 1);
    expect(distance(dotPositions(a, b), plain)).toBeLessThan(1e-5);
  });

  it.each([
    [2, 4, 6, 3],
    [2, 5, 7, 3],
    [8, 16, 16, 32],
    [1, 2, 2, 1]
  ])('pools by two as TensorFlow does, ties included: [%s, %s, %s, %s]', (...shape) => {
    const plain: TwoInputs = (x, b) => tf.add(tf.maxPool(x as tf.Tensor4D, 2, 2, 'valid'), b);
    const fused: TwoInputs = (x, b) => tf.add(maxPoolByTwo(x as tf.Tensor4D), b);
    expectSame(fused, plain, normal(shape, 1), tf.zeros([shape.at(-1)!]));
    expectSame(fused, plain, tied(shape, 1), tf.zeros([shape.at(-1)!]));
  });

  it.each(shapes)('takes moments and the share above 0 over positions: [%s, %s, …]', (...shape) => {
    const z = tf.add(normal(shape, 1), 3);
    const flat = tf.reshape(z, [shape[0]!, -1, shape.at(-1)!]);
    const expected = tf.moments(flat, 1);
    expect(distance(meanOverPositions(z), expected.mean)).toBeLessThan(1e-6);
    const {mean, variance} = momentsOverPositions(z);
    expect(distance(mean, expected.mean)).toBeLessThan(1e-6);
    expect(distance(variance, expected.variance)).toBeLessThan(1e-5);
    const apart = tf.sub(z, 3);
    expect(distance(positiveShare(apart), tf.mean(tf.cast(tf.greater(tf.sub(flat, 3), 0), 'float32'), 1))).toBeLessThan(
      1e-6
    );
  });

  it.each([
    [[3, 4, 40], 0, [0, 2]],
    [[3, 4, 40], 1, [1, 2, 3]],
    [[3, 4, 40], 2, [0, 1, 2, 7, 8, 39]],
    [[300, 400], 0, [...Array(299).keys()]],
    [[300, 400], 1, [...Array(399).keys()].map(i => i + 1)],
    [[5], 0, [4]]
  ] as const)('keeps positions of [%s] along axis %s', (shape, axis, kept) => {
    const [a, b] = [normal(shape, 1), normal(shape, 2)];
    const before = tf.memory().numTensors;
    const cut = keepAlong([a, b], kept, axis);
    expect(tf.memory().numTensors).toBe(before + 2);
    [a, b].forEach((tensor, i) => expect(distance(cut[i]!, tf.gather(tensor, [...kept], axis))).toBe(0));
  });

  it('takes a step of momentum with all weights at once as single ops do', () => {
    const shapes = [[3], [40_000], [3, 3, 64, 64], [1, 1]];
    const steps = shapes.map((shape, i) => ({
      weight: normal(shape, 3 * i),
      gradient: normal(shape, 3 * i + 1),
      velocity: normal(shape, 3 * i + 2)
    }));
    const rates = tf.tensor1d([0.01, 0.9, 1e-4]);
    const before = tf.memory().numTensors;
    const stepped = momentumSteps(steps, rates);
    expect(tf.memory().numTensors).toBe(before + 2 * shapes.length);
    steps.forEach(({weight, gradient, velocity}, i) => {
      const [after, step] = stepped[i]!;
      const expected = tf.add(tf.mul(velocity, 0.9), tf.add(gradient, tf.mul(weight, 1e-4)));
      expect(step.shape).toEqual(shapes[i]);
      expect(step.dataSync()).toEqual(expected.dataSync());
      expect(after.dataSync()).toEqual(tf.sub(weight, tf.mul(expected, 0.01)).dataSync());
    });
    expect(momentumSteps([], rates)).toEqual([]);
  });
});
