import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {RemovalError} from '../checkRemoval.ts';
import {defineCriterion} from '../criterion.ts';
import {buildNetwork} from '../graph/buildNetwork.ts';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {activationBytes} from '../graph/flops.ts';
import type {Network} from '../graph/network.ts';
import {layerType} from '../layers/index.ts';
import {startTestEngine} from '../testing/engine.ts';
import {noisyExamples, normalizedNetwork, plainNetwork} from '../testing/smallNetworks.ts';
import {checkExamples} from './checkExamples.ts';
import {pruneIteratively} from './pruneIteratively.ts';
import {TargetError, type PruneOptions, type PruneStep} from './pruneOptions.ts';

beforeAll(startTestEngine);

const weight = defineCriterion({
  name: 'weight',
  needs: ['kernel'],
  finish: (_collected, {kernel}) => tf.mean<tf.Tensor1D>(tf.square(kernel), 0)
});

async function prune(network: Network, options: Partial<PruneOptions>, shape = [9, 9, 2]): Promise<PruneStep[]> {
  const [train, validation] = [noisyExamples(32, shape, 3, 1), noisyExamples(8, shape, 3, 2)];
  const defaults = {ranker: weight, train, validation, until: {quantity: 'units', fraction: 0.5}, updates: 0} as const;
  const steps: PruneStep[] = [];
  for await (const step of pruneIteratively(network, {...defaults, ...options})) steps.push(step);
  return steps;
}

/** Convolutions wide enough for the clock. */
function wideNetwork(): Network {
  const config = {filters: 48, kernel_size: 3, padding: 'same', activation: 'relu'};
  return buildNetwork({
    name: 'wide',
    inputShape: [32, 32, 3],
    seed: 0,
    layers: [
      {type: 'Conv2D', name: 'a', config},
      {type: 'Conv2D', name: 'b', config},
      {type: 'GlobalAveragePooling2D', name: 'pool'},
      {type: 'Dense', name: 'dense', config: {units: 3}}
    ]
  });
}

describe('pruning at once', () => {
  it.each(['flops', 'parameters', 'units', 'memory'] as const)(
    'scores once and removes in one step what the target for %s needs',
    async quantity => {
      const network = normalizedNetwork();
      const tuned: [number, number][] = [];
      const steps = await prune(network, {
        until: {quantity, fraction: 0.6},
        unitsPerStep: 'all',
        updates: 3,
        finalUpdates: 2,
        onTuned: ({step, updates}) => void tuned.push([step, updates])
      });
      expect(steps).toHaveLength(1);
      expect(tuned).toEqual([
        [0, 3],
        [1, 5]
      ]);
      const finer = normalizedNetwork();
      const [last, before] = (
        await prune(finer, {until: {quantity, fraction: 0.6}, unitsPerStep: 1, updates: 0})
      ).reverse();
      expect(Math.abs(steps[0]!.left.units - last!.left.units)).toBeLessThanOrEqual(1);
      expect(before!.left[quantity]).toBeGreaterThan(last!.left[quantity]);
      [network, finer].forEach(disposeNetwork);
    }
  );
});

describe('a target', () => {
  it('for memory counts the bytes of all outputs', async () => {
    const network = normalizedNetwork();
    const start = activationBytes(network);
    const {left} = (await prune(network, {until: {quantity: 'memory', fraction: 0.7}})).at(-1)!;
    expect(left.memory).toBe(activationBytes(network));
    expect(left.memory).toBeLessThanOrEqual(0.7 * start);
    await expect(prune(network, {until: {quantity: 'memory', fraction: 0.01}})).rejects.toThrow(
      /^Expected a target for memory that pruning can reach, got 0\.01: .* of memory remains\.$/
    );
    disposeNetwork(network);
  });

  it.each(['units', 'flops', 'latency'] as const)('for %s is refused where nothing may go', async quantity => {
    const network = plainNetwork();
    const pruned = prune(network, {until: {quantity, fraction: 0.5}, exclude: ['*']});
    await expect(pruned).rejects.toThrow(TargetError);
    await expect(pruned).rejects.toThrow(/^Expected a network with units to remove, got one whose channels all stay/);
    disposeNetwork(network);
  });

  it('for latency is measured beside the network as it was, and frees what it measured with', async () => {
    const network = wideNetwork();
    const tensors = tf.memory().numTensors;
    const options = {until: {quantity: 'latency', fraction: 0.6}, recordExamples: 2} as const;
    const steps = await prune(network, {...options, unitsPerStep: 8}, [32, 32, 3]);
    expect(steps.at(-1)!.latency!.ratio).toBeLessThanOrEqual(0.6);
    expect(steps.at(-1)!.left.units).toBeLessThan(96);
    expect(tf.memory().numTensors).toBe(tensors);
    disposeNetwork(network);
    const atOnce = wideNetwork();
    const [only, ...others] = await prune(atOnce, {...options, unitsPerStep: 'all'}, [32, 32, 3]);
    expect(others).toEqual([]);
    expect(only!.latency!.ratio).toBeLessThan(0.9);
    disposeNetwork(atOnce);
  });

  it('for latency is refused before anything is done where the smallest network takes too long', async () => {
    const network = wideNetwork();
    const tensors = tf.memory().numTensors;
    const pruned = prune(network, {until: {quantity: 'latency', fraction: 0.001}}, [32, 32, 3]);
    await expect(pruned).rejects.toThrow(TargetError);
    await expect(pruned).rejects.toThrow(/^Expected a target for latency that pruning can reach, got 0\.001: /);
    expect(tf.memory().numTensors).toBe(tensors);
    disposeNetwork(network);
  });
});

describe('floors and exclusions', () => {
  it('hold layer by layer, and the largest that matches counts', async () => {
    const network = normalizedNetwork();
    const floor = {'conv*': 0.5, conv1: 5};
    const steps = await prune(network, {floor, until: {quantity: 'units', fraction: 0.7}});
    expect(steps.at(-1)!.structure.groups.map(({name, size}) => [name, size])).toEqual([
      ['conv1', 5],
      ['conv2', 4]
    ]);
    disposeNetwork(network);
  });

  it('that name no layer are refused with those there are', async () => {
    const network = normalizedNetwork();
    await expect(prune(network, {floor: {conv9: 2}})).rejects.toThrow(
      'Expected every pattern in `floor` to match a layer, got "conv9". Layers: conv1, conv2.'
    );
    await expect(prune(network, {exclude: ['conv1', 'block*']})).rejects.toThrow(
      'Expected every pattern in `exclude` to match a layer, got "block*". Layers: input, conv1, bn1,'
    );
    disposeNetwork(network);
  });

  it('keep excluded layers whole', async () => {
    const network = normalizedNetwork();
    const steps = await prune(network, {exclude: ['conv1'], units: ['convolution', 'dense']});
    expect(new Set(steps.flatMap(({removed}) => removed.map(({group}) => group)))).toEqual(
      new Set(['conv2', 'hidden'])
    );
    disposeNetwork(network);
  });
});

describe('the self-check', () => {
  it('takes fewer examples the heavier a network is', () => {
    const network = plainNetwork();
    expect(checkExamples(network)).toBe(8);
    const heavy = (side: number) => ({
      ...network,
      layers: new Map([
        ...network.layers,
        ['input', {name: 'input', type: 'InputLayer', config: {batch_input_shape: [null, side, side, 2]}}]
      ])
    });
    // 2 · 3000² · 19 · 4 + 2 · 750² · 37 · 5 + (2 · 2812500 − 1) · 3 = 1.59 GFLOPs; nine times that.
    expect([checkExamples(heavy(3000)), checkExamples(heavy(9000))]).toEqual([5, 2]);
    disposeNetwork(network);
  });

  it('stops a run with the layer named where a layer type is wrong about its channels', async () => {
    const network = plainNetwork();
    const type = layerType('Flatten') as {flow: unknown};
    const {flow} = type;
    // Positions first and channels first mixed up.
    type.flow = {
      kind: 'pass',
      map: (input: readonly number[]) => (i: number) => Math.floor(i / (input[0]! * input[1]!))
    };
    try {
      const pruned = prune(network, {unitsPerStep: 5}, [8, 8, 2]);
      await expect(pruned).rejects.toThrow(RemovalError);
      await expect(pruned).rejects.toThrow(
        /^Expected removing units of (conv1, )?conv2.* to change nothing but what ablating them changes/
      );
    } finally {
      type.flow = flow;
    }
    disposeNetwork(network);
  });
});

describe('pruning without a target', () => {
  it('goes as far as floors let units go', async () => {
    const network = plainNetwork();
    const steps = await prune(network, {until: undefined, unitsPerStep: 2, floor: {conv1: 0.5}}, [8, 8, 2]);
    // 4 + 5 units, of which 2 and 1 stay.
    expect(steps.at(-1)?.structure.groups.map(({size}) => size)).toEqual([2, 1]);
    expect(steps).toHaveLength(3);
    disposeNetwork(network);
  });

  it('is refused where no unit may go', async () => {
    const network = plainNetwork();
    const tensors = tf.memory().numTensors;
    await expect(prune(network, {until: undefined, floor: 5}, [8, 8, 2])).rejects.toThrow(
      new TargetError('Expected units that may go, got every group at its floor.')
    );
    expect(tf.memory().numTensors).toBe(tensors);
    disposeNetwork(network);
  });
});

it('stops where it is told to, with the network as it was then', async () => {
  const network = normalizedNetwork();
  const tensors = tf.memory().numTensors;
  const tuned: number[] = [];
  const steps = await prune(network, {
    updates: 2,
    goesOn: ({step}) => step < 2,
    onTuned: ({step}) => void tuned.push(step)
  });
  expect(tuned).toEqual([0, 1]);
  expect(steps.map(({step}) => step)).toEqual([1, 2]);
  expect(tf.memory().numTensors).toBe(tensors);
  disposeNetwork(network);
});
