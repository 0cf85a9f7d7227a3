import {beforeAll, describe, expect, it} from 'vitest';
import {startEngine} from '../startEngine.ts';
import {recordTape} from '../tape.ts';
import {tf} from '../tf.ts';
import {trainBatchNorm, type BatchNormInput} from './trainBatchNorm.ts';

beforeAll(async () => {
  await startEngine({threads: 2});
});

const EPSILON = 0.01;
const MOMENTUM = 0.9;
type Make = (inputs: Inputs) => tf.Tensor;
type Inputs = Omit<BatchNormInput, 'epsilon' | 'momentum' | 'tail'> & {readonly added: tf.Tensor};

const normal = (shape: readonly number[], seed: number) => tf.randomNormal([...shape], 0, 1, 'float32', seed);

function makeInputs(shape: readonly number[]): Inputs {
  const channel = (seed: number) => normal([shape.at(-1)!], seed) as tf.Tensor1D;
  const moving = {movingMean: channel(4), movingVariance: tf.abs(channel(5))};
  return {x: tf.add(normal(shape, 1), 3), gamma: channel(2), beta: channel(3), ...moving, added: normal(shape, 6)};
}

/** Normalisation from single ops. */
function plain({x, gamma, beta}: Inputs): tf.Tensor {
  const {mean, variance} = tf.moments(x, [...x.shape.keys()].slice(0, -1));
  return tf.add(tf.mul(tf.mul(tf.sub(x, mean), tf.rsqrt(tf.add(variance, EPSILON))), gamma), beta);
}

/** Each tail, and the same from single ops. */
const tails: readonly (readonly [string, (inputs: Inputs) => BatchNormInput['tail'], Make])[] = [
  ['nothing', () => undefined, plain],
  ['ReLU', () => ({}), inputs => tf.relu(plain(inputs))],
  ['an addition and ReLU', ({added}) => ({added}), inputs => tf.relu(tf.add(plain(inputs), inputs.added))]
];

/** Derivatives by x, γ, β and the added map. */
function gradients(make: Make, inputs: Inputs, dy: tf.Tensor): (tf.Tensor | undefined)[] {
  const wanted = [inputs.x, inputs.gamma, inputs.beta, inputs.added];
  const {result, tape} = recordTape(() => make(inputs));
  const found = tape.backward({from: [[result, dy]], wanted});
  tape.dispose();
  result.dispose();
  return wanted.map(input => found.get(input));
}

/** Largest difference as a share of the largest value. */
function distance(a: tf.Tensor, b: tf.Tensor): number {
  expect(a.shape).toEqual(b.shape);
  return tf.tidy(() => {
    const gap = tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
    return gap / Math.max(tf.max(tf.abs(b)).dataSync()[0]!, 1e-6);
  });
}

/** Rows that go into blocks and threads evenly, and that do not; few channels and many. */
const shapes = [
  [2, 5, 7, 3],
  [4, 9],
  [3, 33, 17],
  [8, 16, 16, 32],
  [1, 2, 3, 4, 5],
  [16, 33, 31, 16],
  [9, 4, 4, 300]
];

describe.each(tails)('batch normalisation in training with %s behind it', (_name, tail, make) => {
  const ours: Make = inputs => trainBatchNorm({...inputs, epsilon: EPSILON, momentum: MOMENTUM, tail: tail(inputs)}).y;

  it.each(shapes)('is what single ops make, forwards and backwards: [%s, %s, …]', (...shape) => {
    const inputs = makeInputs(shape);
    expect(distance(ours(inputs), make(inputs))).toBeLessThan(1e-5);
    const dy = normal(shape, 7);
    const theirs = gradients(make, inputs, dy);
    gradients(ours, inputs, dy).forEach((gradient, i) => {
      if (theirs[i]) expect(distance(gradient!, theirs[i])).toBeLessThan(1e-4);
      else expect(gradient).toBeUndefined();
    });
  });

  it('moves the statistics, comes out the same every time and leaves nothing behind', () => {
    const inputs = makeInputs([16, 33, 31, 16]);
    const dy = normal([16, 33, 31, 16], 7);
    const before = tf.memory().numTensors;
    const [first, second] = [1, 2].map(() => {
      const {y, movingMean, movingVariance} = tf.tidy(() => ({
        ...trainBatchNorm({...inputs, epsilon: EPSILON, momentum: MOMENTUM, tail: tail(inputs)})
      }));
      const tensors = [y, movingMean, movingVariance, ...gradients(ours, inputs, dy)];
      const values = tensors.map(tensor => tensor?.dataSync().slice());
      tf.dispose(tensors.map(tensor => tensor ?? []));
      return values;
    });
    expect(tf.memory().numTensors).toBe(before);
    expect(first).toEqual(second);
    const {mean, variance} = tf.moments(inputs.x, [0, 1, 2]);
    const [, movedMean, movedVariance] = first!.map(values => tf.tensor(values ?? []));
    const moved = (old: tf.Tensor, now: tf.Tensor) => tf.add(tf.mul(old, MOMENTUM), tf.mul(now, 1 - MOMENTUM));
    expect(distance(movedMean!, moved(inputs.movingMean, mean))).toBeLessThan(1e-6);
    expect(distance(movedVariance!, moved(inputs.movingVariance, variance))).toBeLessThan(1e-6);
  });
});

it('keeps its digits where the mean is far larger than the deviation', () => {
  const x = tf.add(tf.mul(normal([16, 20, 20, 8], 1), 0.1), 1000);
  const [gamma, beta] = [tf.ones<tf.Rank.R1>([8]), tf.zeros<tf.Rank.R1>([8])];
  const moving = {movingMean: beta, movingVariance: gamma};
  const {movingVariance} = trainBatchNorm({x, gamma, beta, ...moving, epsilon: 0, momentum: 0});
  movingVariance.dataSync().forEach(variance => expect(variance).toBeCloseTo(0.01, 3));
});
