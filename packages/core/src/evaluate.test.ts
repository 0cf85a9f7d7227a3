import {tf} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import {evaluate} from './evaluate.ts';
import {disposeNetwork} from './graph/disposeNetwork.ts';
import {predictOutcomes} from './predictOutcomes.ts';
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
  const tensors = tf.memory().numTensors;
  const {labels, predicted, probabilities} = await predictOutcomes(network, examples, {batchSize: 3});
  expect(tf.memory().numTensors).toBe(tensors);
  const {accuracy} = await evaluate(network, examples);
  expect([...labels].filter((label, i) => predicted[i] === label).length / 7).toBeCloseTo(accuracy, 12);
  const rows = [...labels].map((_, i) => probabilities.slice(3 * i, 3 * i + 3));
  rows.forEach((row, i) => {
    expect(row.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 5);
    expect(row.indexOf(Math.max(...row))).toBe(predicted[i]);
  });
  disposeNetwork(network);
});

it('compares with the predictions of another network where these are given', async () => {
  const [network, other] = [plainNetwork(1), plainNetwork(2)];
  const examples = noisyExamples(21, [8, 8, 2], 3);
  const [own, reference] = [
    (await predictOutcomes(network, examples)).predicted,
    (await predictOutcomes(other, examples)).predicted
  ];
  const metrics = ['agreement'] as const;
  const same = own.filter((one, i) => one === reference[i]).length;
  expect((await evaluate(network, examples, {metrics, reference})).agreement).toBe(same / 21);
  expect((await evaluate(network, examples, {metrics, reference: own})).agreement).toBe(1);
  expect((await evaluate(network, examples, {metrics})).agreement).toBeNull();
  disposeNetwork(network);
  disposeNetwork(other);
});
