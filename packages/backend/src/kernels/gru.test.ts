import {beforeAll, describe, expect, it} from 'vitest';
import {startEngine} from '../startEngine.ts';
import {recordTape} from '../tape.ts';
import {tf} from '../tf.ts';
import {fusesGru, gruStates} from './gru.ts';

beforeAll(async () => {
  await startEngine({threads: 2});
});

/** The same step by step from TensorFlow.js' own ops. */
function plainStates(x: tf.Tensor3D, kernel: tf.Tensor2D): tf.Tensor3D {
  const [batch, steps] = x.shape;
  const units = kernel.shape[0];
  const [forGates, forCandidate] = tf.split(kernel, [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
  let h = tf.zeros<tf.Rank.R2>([batch, units]);
  const states = [];
  for (let step = 0; step < steps; step++) {
    const now = tf.reshape(tf.slice(x, [0, step, 0], [batch, 1, 3 * units]), [batch, 3 * units]);
    const [xGates, xCandidate] = tf.split(now, [2 * units, units], 1) as [tf.Tensor2D, tf.Tensor2D];
    const [z, r] = tf.split(tf.sigmoid(tf.add(xGates, tf.matMul(h, forGates))), 2, 1) as [tf.Tensor2D, tf.Tensor2D];
    const candidate = tf.tanh(tf.add(xCandidate, tf.matMul(tf.mul(r, h), forCandidate)));
    h = tf.add(tf.mul(z, h), tf.mul(tf.sub(1, z), candidate));
    states.push(h);
  }
  return tf.stack(states, 1) as tf.Tensor3D;
}

type States = (x: tf.Tensor3D, kernel: tf.Tensor2D) => tf.Tensor3D;

/** States and their derivatives by x and the kernel, for a given derivative by the states. */
function run(states: States, x: tf.Tensor3D, kernel: tf.Tensor2D): Float32Array[] {
  const {result, tape} = recordTape(() => states(x, kernel));
  const dy = tf.randomNormal(result.shape, 0, 1, 'float32', 3);
  const found = tape.backward({from: [[result, dy]], wanted: [x, kernel]});
  tape.dispose();
  const values = [result, found.get(x)!, found.get(kernel)!].map(tensor => tensor.dataSync<'float32'>());
  tf.dispose([result, dy, ...found.values()]);
  return values;
}

function largestGap(a: Float32Array, b: Float32Array): number {
  expect(a.length).toBe(b.length);
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - b[i]!)), 0);
}

describe('a GRU in one op', () => {
  // 33 × 20 × 64 is worth several threads; 5 units are no multiple of what is multiplied together.
  it.each([
    [1, 1, 1],
    [3, 4, 5],
    [33, 20, 64]
  ])('is that of single ops: %i examples, %i steps, %i units', (batch, steps, units) => {
    expect(fusesGru()).toBe(true);
    const x = tf.randomNormal<tf.Rank.R3>([batch, steps, 3 * units], 0, 1, 'float32', 1);
    const kernel = tf.randomNormal<tf.Rank.R2>([units, 3 * units], 0, 0.3, 'float32', 2);
    const before = tf.memory().numTensors;
    const whole = run(gruStates, x, kernel);
    const plain = run(plainStates, x, kernel);
    const again = run(gruStates, x, kernel);
    expect(tf.memory().numTensors).toBe(before);
    for (const [i, limit] of [2e-6, 2e-5, 2e-4].entries()) {
      expect(largestGap(whole[i]!, plain[i]!)).toBeLessThan(limit);
      expect(largestGap(whole[i]!, again[i]!)).toBe(0);
    }
    tf.dispose([x, kernel]);
  });
});
