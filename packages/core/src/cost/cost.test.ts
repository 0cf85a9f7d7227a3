import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {defineCriterion} from '../criterion.ts';
import {buildNetwork} from '../graph/buildNetwork.ts';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {findStructure} from '../graph/findStructure.ts';
import type {Network} from '../graph/network.ts';
import {pruneIteratively} from '../prune/pruneIteratively.ts';
import {startTestEngine} from '../testing/engine.ts';
import {noisyExamples, plainNetwork} from '../testing/smallNetworks.ts';
import {chargeCost} from './chargeCost.ts';
import type {Cost} from './cost.ts';
import {measureUnitLatency} from './measureUnitLatency.ts';
import {unitCosts} from './unitCosts.ts';

beforeAll(startTestEngine);

describe('chargeCost', () => {
  // The mean cost is 2: relative to it, 0.5 and 1.5.
  const costs = Float64Array.of(1, 3);

  it('takes λ of the mean unit’s cost away, or divides by it', () => {
    const scores = Float64Array.of(0.6, 0.6);
    expect([...chargeCost(scores, costs, {how: 'penalty', lambda: 0.2})]).toEqual([0.5, 0.6 - 0.2 * 1.5]);
    expect([...chargeCost(scores, costs, {how: 'ratio'})]).toEqual([1.2, 0.6 / 1.5]);
  });

  it('lets the dearer of two units go first also where the loss falls without them', () => {
    const [cheap, dear] = chargeCost(Float64Array.of(-0.6, -0.6), costs, {how: 'ratio'});
    expect(dear).toBeLessThan(cheap!);
  });

  it('divides by a hundredth of the mean at least, and by nothing where nothing is saved', () => {
    expect([...chargeCost(Float64Array.of(1, 1), Float64Array.of(0, 4), {how: 'ratio'})]).toEqual([100, 0.5]);
    const scores = Float64Array.of(1, 2);
    expect(chargeCost(scores, new Float64Array(2), {how: 'ratio'})).toBe(scores);
  });
});

it('counts the bytes that go with a unit: of outputs, of its kernel and of the kernels that read it', () => {
  const network = plainNetwork();
  const costs = unitCosts(network, findStructure(network), {of: 'memory'});
  // conv1: 8 × 8 and, pooled, 4 × 4 outputs; 3 × 3 × 2 + 1 weights, and 3 × 3 × 5 that read them.
  const first = 4 * (64 + 16 + 19 + 45);
  // conv2: 2 × 2 outputs, and flattened once more; 3 × 3 × 4 + 1 weights, and 4 × 3 that read them.
  const second = 4 * (4 + 4 + 37 + 12);
  expect([...costs]).toEqual([first, first, first, first, second, second, second, second, second]);
  disposeNetwork(network);
});

/**
 * A unit of `conv` costs 16 · 2 · 10 FLOPs and more, but 30 numbers; one of `hidden` 127 FLOPs, but 66 numbers, as 60
 * outputs read it.
 */
function lopsidedNetwork(): Network {
  return buildNetwork({
    name: 'lopsided',
    inputShape: [4, 4, 1],
    seed: 0,
    layers: [
      {type: 'Conv2D', name: 'conv', config: {filters: 4, kernel_size: 3, padding: 'same', activation: 'relu'}},
      {type: 'GlobalAveragePooling2D', name: 'pool'},
      {type: 'Dense', name: 'hidden', config: {units: 3, activation: 'relu'}},
      {type: 'Dense', name: 'logits', config: {units: 60}}
    ]
  });
}

describe('pruning units of equal scores', () => {
  const equal = defineCriterion({
    name: 'equal',
    needs: ['draw'],
    ranked: 'raw',
    finish: (_collected, {draw}) => draw.map(() => 1)
  });
  const train = noisyExamples(8, [4, 4, 1], 60, 1);

  async function firstRemoved(cost?: Cost): Promise<string> {
    const network = lopsidedNetwork();
    const until = {quantity: 'units', fraction: 0.9} as const;
    const options = {ranker: equal, train, validation: train, until, updates: 0, cost};
    try {
      for await (const step of pruneIteratively(network, {...options, units: ['convolution', 'dense']})) {
        return step.removed.map(({group}) => group).join();
      }
      return 'nothing';
    } finally {
      disposeNetwork(network);
    }
  }

  it.each<[string, Cost | undefined]>([
    ['conv', undefined],
    ['conv', {of: 'flops', how: 'ratio'}],
    ['hidden', {of: 'memory', how: 'ratio'}],
    ['conv', {of: 'flops', how: 'penalty', lambda: 0.1}],
    ['hidden', {of: 'memory', how: 'penalty', lambda: 0.1}],
    ['conv', {of: 'latency', how: 'ratio', milliseconds: [0.2, 0.1]}],
    ['hidden', {of: 'latency', how: 'penalty', lambda: 0.1, milliseconds: [0.1, 0.2]}],
    ['hidden', {of: 'latency', how: 'ratio', milliseconds: [-5, 0.1]}]
  ])('takes one of %s first by %j', async (group, cost) => {
    expect(await firstRemoved(cost)).toBe(group);
  });

  it('is refused where times are those of another network', async () => {
    await expect(firstRemoved({of: 'latency', how: 'ratio', milliseconds: [1]})).rejects.toThrow(
      'Expected milliseconds for 2 groups, got 1.'
    );
  });
});

it('measures that units of large maps take longer, and frees what it measured with', async () => {
  const conv = (name: string, filters: number) => ({
    type: 'Conv2D',
    name,
    config: {filters, kernel_size: 3, padding: 'same', activation: 'relu'}
  });
  const network = buildNetwork({
    name: 'narrowing',
    inputShape: [32, 32, 3],
    seed: 0,
    layers: [
      conv('large', 48),
      {type: 'MaxPooling2D', name: 'pool', config: {pool_size: 8, strides: 8}},
      conv('small', 8),
      conv('single', 1),
      {type: 'Flatten', name: 'flatten'},
      {type: 'Dense', name: 'logits', config: {units: 3}}
    ]
  });
  const x = tf.randomUniform([4, 32, 32, 3], 0, 1, 'float32', 1);
  const tensors = tf.memory().numTensors;
  const [large, small, single] = await measureUnitLatency(network, findStructure(network), x, {least: 15});
  expect(large).toMatchObject({group: 'large', units: 48, removed: 24});
  expect(large!.saved).toBeGreaterThan(0);
  expect(large!.milliseconds).toBeCloseTo(large!.saved / 24, 12);
  expect(large!.saved).toBeGreaterThan(small!.saved);
  expect(single).toEqual({group: 'single', units: 1, removed: 0, saved: 0, milliseconds: 0});
  expect(tf.memory().numTensors).toBe(tensors);
  tf.dispose(x);
  disposeNetwork(network);
});
