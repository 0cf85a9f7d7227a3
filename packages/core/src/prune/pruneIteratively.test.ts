import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {defineCriterion} from '../criterion.ts';
import {buildNetwork} from '../graph/buildNetwork.ts';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {countFlops} from '../graph/flops.ts';
import type {Network} from '../graph/network.ts';
import {startTestEngine} from '../testing/engine.ts';
import {noisyExamples, normalizedNetwork} from '../testing/smallNetworks.ts';
import {pruneIteratively} from './pruneIteratively.ts';
import {TargetError, type PruneOptions, type PruneStep} from './pruneOptions.ts';
import {ORACLE_RANKINGS} from './ranker.ts';

beforeAll(startTestEngine);

const taylor = defineCriterion({
  name: 'taylor',
  needs: ['gateGradient'],
  perExample: ({gateGradient, positions}) => tf.abs(tf.div(gateGradient, positions))
});
const random = defineCriterion({name: 'random', needs: ['draw'], ranked: 'raw', finish: (_c, {draw}) => draw});

const train = noisyExamples(48, [9, 9, 2], 3, 1);
const validation = noisyExamples(24, [9, 9, 2], 3, 2);

async function prune(network: Network, options: Partial<PruneOptions>): Promise<PruneStep[]> {
  const steps: PruneStep[] = [];
  const defaults = {
    ranker: taylor,
    train,
    validation,
    until: {quantity: 'units', fraction: 0.5},
    updates: 2,
    lr: 0.01
  } as const;
  for await (const step of pruneIteratively(network, {...defaults, batchSize: 16, ...options})) steps.push(step);
  return steps;
}

describe('pruneIteratively', () => {
  it('removes what is asked, a few units at a time, and in the last step only what is still needed', async () => {
    const network = normalizedNetwork();
    const steps = await prune(network, {unitsPerStep: 3, until: {quantity: 'units', fraction: 0.6}});
    // 13 convolution channels; 60 % of them are 7.8, so pruning stops at 7.
    expect(steps.map(({left}) => left.units)).toEqual([10, 7]);
    const finer = await prune(normalizedNetwork(), {unitsPerStep: 4, until: {quantity: 'units', fraction: 0.6}});
    expect(finer.map(({removed}) => removed.length)).toEqual([4, 2]);
    disposeNetwork(network);
  });

  it('names each unit by its place now and in the unpruned network', async () => {
    const network = normalizedNetwork();
    const steps = await prune(network, {unitsPerStep: 2, until: {quantity: 'units', fraction: 0.4}});
    const seen = steps.flatMap(({removed}) => removed.map(({group, original}) => `${group}/${original}`));
    expect(new Set(seen).size).toBe(seen.length);
    const stay = new Map<string, number[]>([
      ['conv1', [0, 1, 2, 3, 4, 5]],
      ['conv2', [0, 1, 2, 3, 4, 5, 6]]
    ]);
    for (const {removed} of steps) {
      for (const {group, index, original} of removed) expect(stay.get(group)![index]).toBe(original);
      for (const {group, original} of removed)
        stay.set(
          group,
          stay.get(group)!.filter(unit => unit !== original)
        );
    }
    disposeNetwork(network);
  });

  it.each(['flops', 'parameters', 'units'] as const)(
    'reaches a target for %s, recounted on the network',
    async quantity => {
      const network = normalizedNetwork();
      const start = countFlops(network);
      const steps = await prune(network, {
        until: {quantity, fraction: 0.45},
        units: ['convolution', 'dense'],
        updates: 1
      });
      const last = steps.at(-1)!;
      expect(last.left.flops).toBe(countFlops(network));
      if (quantity === 'flops') expect(last.left.flops).toBeLessThanOrEqual(0.45 * start);
      expect(last.structure.groups.every(({size}) => size >= 1)).toBe(true);
      disposeNetwork(network);
    }
  );

  it('gives the same steps for the same seed, with momentum cut along', async () => {
    const run = async (seed: number) => {
      const network = normalizedNetwork();
      const steps = await prune(network, {seed});
      disposeNetwork(network);
      return steps.map(({removed, before, after, left}) => ({removed, before, after, left}));
    };
    expect(await run(1)).toEqual(await run(1));
    expect(await run(1)).not.toEqual(await run(2));
  });

  it('tells when the network has recovered: before each removal, and after the updates that follow the last', async () => {
    const network = normalizedNetwork();
    const moments: [number, number, number][] = [];
    const steps = await prune(network, {
      unitsPerStep: 3,
      until: {quantity: 'units', fraction: 0.6},
      finalUpdates: 5,
      onTuned: ({step, updates, structure}) => void moments.push([step, updates, structure.units])
    });
    expect(steps.map(({updates}) => updates)).toEqual([2, 4]);
    expect(moments).toEqual([
      [0, 2, 13],
      [1, 4, 10],
      [2, 9, 7]
    ]);
    disposeNetwork(network);
  });

  it('carries a random ranking through removals instead of drawing again', async () => {
    const network = normalizedNetwork();
    const steps = await prune(network, {ranker: random, updates: 0});
    const order = steps.flatMap(({removed}) => removed.map(({score}) => score));
    expect(order).toEqual([...order].sort((a, b) => a - b));
    disposeNetwork(network);
  });

  it.each(ORACLE_RANKINGS)('prunes by the measured %s', async ranker => {
    const network = normalizedNetwork();
    const steps = await prune(network, {
      ranker,
      updates: 0,
      scoringExamples: 12,
      until: {quantity: 'units', fraction: 0.8}
    });
    expect(steps.at(-1)!.left.units).toBe(10);
    disposeNetwork(network);
  });

  it('says before doing anything that a target is out of reach', async () => {
    const network = normalizedNetwork();
    const weights = [...network.weights.values()];
    await expect(prune(network, {until: {quantity: 'units', fraction: 0.1}})).rejects.toThrow(TargetError);
    await expect(prune(network, {until: {quantity: 'units', fraction: 0.1}})).rejects.toThrow(
      'Expected a target for units that pruning can reach, got 0.1: with one unit (or the floor) left in every group, 0.154 of units remain.'
    );
    await expect(prune(network, {until: {quantity: 'flops', fraction: 1.5}})).rejects.toThrow(
      'Expected the target for flops to be a fraction in (0, 1), got 1.5.'
    );
    expect([...network.weights.values()]).toEqual(weights);
    disposeNetwork(network);
  });

  it('keeps memory flat over 200 removals, and removing a unit costs milliseconds', async () => {
    const conv = (name: string, filters: number) => ({
      type: 'Conv2D',
      name,
      config: {filters, kernel_size: 3, padding: 'same', activation: 'relu'}
    });
    const network = buildNetwork({
      name: 'wide',
      inputShape: [9, 9, 2],
      seed: 0,
      layers: [
        conv('a', 110),
        conv('b', 110),
        {type: 'Flatten', name: 'f'},
        {type: 'Dense', name: 'd', config: {units: 3}}
      ]
    });
    const counts: number[] = [];
    const times: number[] = [];
    const options = {ranker: taylor, train, validation, updates: 1, lr: 1e-3, batchSize: 2, recordExamples: 2};
    for await (const step of pruneIteratively(network, {...options, until: {quantity: 'units', fraction: 20 / 220}})) {
      counts.push(tf.memory().numTensors);
      times.push(step.seconds.removal);
    }
    expect(counts.length).toBe(200);
    expect(new Set(counts.slice(1)).size).toBe(1);
    times.sort((a, b) => a - b);
    expect(times[100]).toBeLessThan(0.01);
    disposeNetwork(network);
  });
});
