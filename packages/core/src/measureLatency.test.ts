import {tf} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import {disposeNetwork} from './graph/disposeNetwork.ts';
import {measureLatency, measureLatencyRatio, timeByTurns} from './measureLatency.ts';
import {startTestEngine} from './testing/engine.ts';
import {normalizedNetwork, plainNetwork} from './testing/smallNetworks.ts';

beforeAll(startTestEngine);

it('times each network as often as asked for, warm-up apart, and leaves nothing behind', async () => {
  const network = plainNetwork();
  const x = tf.ones([2, 8, 8, 2]);
  const tensors = tf.memory().numTensors;
  const times = await measureLatency([network, network, network], x, {warmUp: 1, least: 4, most: 4});
  expect(times.map(list => list.length)).toEqual([4, 4, 4]);
  expect(times.flat().every(time => time > 0)).toBe(true);
  expect(tf.memory().numTensors).toBe(tensors);
  x.dispose();
  disposeNetwork(network);
});

it('gives the ratio of the medians', async () => {
  const network = normalizedNetwork();
  const x = tf.ones([1, 9, 9, 2]);
  const {before, after, ratio} = await measureLatencyRatio(network, network, x, {least: 5, seconds: 0});
  expect(ratio).toBe(after / before);
  x.dispose();
  disposeNetwork(network);
});

it('lets passes of any kind take turns, the next when the one before is over', async () => {
  const heard: string[] = [];
  const now = () => (heard.push('now'), 1);
  const later = async () => {
    await Promise.resolve();
    heard.push('later');
    return heard.length;
  };
  expect(await timeByTurns([later, now], {warmUp: 1, least: 2, most: 2})).toEqual([
    [3, 5],
    [1, 1]
  ]);
  expect(heard).toEqual(['later', 'now', 'later', 'now', 'later', 'now']);
});
