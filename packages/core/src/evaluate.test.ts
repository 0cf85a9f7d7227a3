import {tf} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import {allOf, batchesOf, evaluate, logits} from './evaluate.ts';
import {disposeNetwork} from './graph/disposeNetwork.ts';
import {createOutcomesRecorder} from './metrics/outcomesRecorder.ts';
import {startTestEngine} from './testing/engine.ts';
import {noisyExamples, plainNetwork} from './testing/smallNetworks.ts';

beforeAll(startTestEngine);

it('adds metrics that are asked for, whatever the batch size, and changes nothing else', async () => {
  const network = plainNetwork();
  const examples = noisyExamples(21, [8, 8, 2], 3);
  const tensors = tf.memory().numTensors;
  const bare = await evaluate(network, examples);
  const whole = await evaluate(network, examples, {metrics: ['balancedAccuracy']});
  const parts = await evaluate(network, examples, {metrics: ['balancedAccuracy'], batchSize: 4});
  expect(tf.memory().numTensors).toBe(tensors);
  expect(Object.keys(bare)).toEqual(['loss', 'accuracy', 'examples']);
  expect(whole).toEqual({...bare, balancedAccuracy: whole.balancedAccuracy});
  expect(parts.balancedAccuracy).toBe(whole.balancedAccuracy);
  expect(whole.balancedAccuracy).toBeGreaterThan(0);
  disposeNetwork(network);
});

it('hands metrics labels, predictions and probabilities of all examples in order', async () => {
  const network = plainNetwork();
  const examples = noisyExamples(7, [8, 8, 2], 3);
  const recorder = createOutcomesRecorder(3);
  for await (const {x, y} of batchesOf(examples, allOf(examples), 3)) {
    const scores = logits(network, x);
    recorder.add(scores, y);
    scores.dispose();
  }
  const {labels, predicted, probabilities} = recorder.outcomes();
  const {accuracy} = await evaluate(network, examples);
  expect([...labels].filter((label, i) => predicted[i] === label).length / 7).toBeCloseTo(accuracy, 12);
  const rows = [...labels].map((_, i) => probabilities.slice(3 * i, 3 * i + 3));
  rows.forEach((row, i) => {
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    expect(row.indexOf(Math.max(...row))).toBe(predicted[i]);
  });
  disposeNetwork(network);
});
