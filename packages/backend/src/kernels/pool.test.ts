import {expect, it} from 'vitest';
import {startEngine} from '../startEngine.ts';
import {tf} from '../tf.ts';
import {biasRelu} from './fused.ts';

// More threads than cores, so that one is often put to sleep in the middle of its last part.
const THREADS = 8;

it('native kernels come to the same numbers time and again on more threads than cores', async () => {
  await startEngine({threads: THREADS});
  const x = tf.randomNormal<tf.Rank.R4>([1, 64, 64, 16], 0, 1, 'float32', 1);
  const bias = tf.tensor1d(Array.from({length: 16}, (_, i) => i / 16 - 0.5));
  const first = biasRelu(x, bias);
  const wanted = first.dataSync();
  const expected = tf.tidy(() => tf.relu(tf.add(x, bias)).dataSync());
  expect([...wanted]).toEqual([...expected]);
  for (let i = 0; i < 3000; i++) biasRelu(x, bias).dispose();
  const last = biasRelu(x, bias);
  expect([...last.dataSync()]).toEqual([...wanted]);
  tf.dispose([x, bias, first, last]);
});
