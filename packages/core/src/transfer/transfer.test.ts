import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {evaluate, logits} from '../evaluate.ts';
import {fineTune} from '../fineTune.ts';
import {buildNetwork} from '../graph/buildNetwork.ts';
import {cloneNetwork, disposeNetwork} from '../graph/disposeNetwork.ts';
import type {Network} from '../graph/network.ts';
import {createOptimizer} from '../optimizers/createOptimizer.ts';
import {startTestEngine} from '../testing/engine.ts';
import {noisyExamples, normalizedNetwork, plainNetwork} from '../testing/smallNetworks.ts';
import {trainNetwork} from '../trainNetwork.ts';
import {freezeBatchNorm} from './freezeBatchNorm.ts';
import {headLayer, splitHead} from './splitHead.ts';
import {takeTrunk} from './takeTrunk.ts';

beforeAll(startTestEngine);

function valuesOf(network: Network): Map<string, readonly number[]> {
  return new Map([...network.weights].map(([name, tensor]) => [name, [...tensor.dataSync()]]));
}

describe('the head of a network', () => {
  it('gives the logits of the network from the features in front of it', async () => {
    const network = normalizedNetwork();
    const examples = noisyExamples(6, [9, 9, 2], 3);
    const {head, features} = splitHead(network);
    const batch = await features(examples).batch([4, 1]);
    const [mine, whole] = [logits(head, batch.x), logits(network, (await examples.batch([4, 1])).x)];
    expect([...mine.dataSync()]).toEqual([...whole.dataSync()]);
    [head, network].forEach(disposeNetwork);
  });

  it('is trained alone: the trunk and its moving statistics stay, and no tensor is left', async () => {
    const before = tf.memory().numTensors;
    const network = normalizedNetwork();
    const examples = noisyExamples(24, [9, 9, 2], 3);
    const start = valuesOf(network);
    const {loss} = await evaluate(network, examples);
    const {head, features, join} = splitHead(network);
    await trainNetwork(head, features(examples), {epochs: 3, lr: 0.05, batchSize: 8});
    join();
    const changed = [...valuesOf(network)].filter(([name, values]) => values.join() !== start.get(name)!.join());
    expect(changed.map(([name]) => name).toSorted()).toEqual(['dense/bias', 'dense/kernel']);
    expect((await evaluate(network, examples)).loss).toBeLessThan(loss);
    disposeNetwork(network);
    expect(tf.memory().numTensors).toBe(before);
  });

  it('takes the step that training everything takes it, where the trunk has no training mode', async () => {
    const network = plainNetwork();
    const whole = cloneNetwork(network);
    const examples = noisyExamples(8, [8, 8, 2], 3);
    const optimizer = createOptimizer({lr: 0.1});
    await fineTune(whole, examples, {optimizer, start: 0, updates: 1, batchSize: 8});
    const {head, features, join} = splitHead(network);
    await trainNetwork(head, features(examples), {epochs: 1, lr: 0.1, batchSize: 8});
    join();
    for (const name of ['dense/kernel', 'dense/bias']) {
      const [mine, theirs] = [network, whole].map(one => one.weights.get(name)!);
      expect(tf.tidy(() => tf.max(tf.abs(tf.sub(mine!, theirs!))).dataSync()[0])).toBeLessThan(1e-6);
    }
    optimizer.dispose();
    [network, whole].forEach(disposeNetwork);
  });

  it('is a dense layer', () => {
    const layers = [{type: 'Conv2D', name: 'conv', config: {filters: 2, kernel_size: 3}}];
    const network = buildNetwork({name: 'maps', inputShape: [4, 4, 1], seed: 0, layers});
    expect(() => headLayer(network)).toThrow(
      'Expected a network that ends in one dense layer, the head, got 1 outputs and conv (Conv2D).'
    );
    disposeNetwork(network);
  });
});

describe('the trunk of another network', () => {
  it('is taken with all its weights, while the head stays', () => {
    const [network, source] = [normalizedNetwork(1), normalizedNetwork(2)];
    const [own, given] = [network, source].map(valuesOf);
    takeTrunk(network, source);
    for (const [name, values] of valuesOf(network)) {
      expect(values).toEqual((name.startsWith('dense/') ? own : given)!.get(name));
    }
    [network, source].forEach(disposeNetwork);
  });

  it('is refused where a layer is of another size', () => {
    const [network, source] = [plainNetwork(), normalizedNetwork()];
    const before = valuesOf(network);
    expect(() => takeTrunk(network, source)).toThrow(/^Expected normalized to have conv\d?\/\w+ of shape \[.*\], got /);
    expect(valuesOf(network)).toEqual(before);
    [network, source].forEach(disposeNetwork);
  });
});

describe('frozen batch normalization', () => {
  it('is in training what it is outside of it: neither statistics nor weights of it move, others do', async () => {
    const network = normalizedNetwork();
    network.layers.set('dropout', {...network.layers.get('dropout')!, config: {name: 'dropout', rate: 0}});
    const examples = noisyExamples(8, [9, 9, 2], 3);
    const start = valuesOf(network);
    freezeBatchNorm(network);
    const {loss} = await evaluate(network, examples);
    const [epoch] = await trainNetwork(network, examples, {epochs: 1, lr: 0.1, batchSize: 8});
    expect(epoch?.trainLoss).toBeCloseTo(loss, 6);
    const same = [...valuesOf(network)].filter(([name, values]) => values.join() === start.get(name)!.join());
    const kept = ['bn1', 'bn2'].flatMap(layer => [...start.keys()].filter(name => name.startsWith(`${layer}/`)));
    expect(same.map(([name]) => name).toSorted()).toEqual(kept.toSorted());
    freezeBatchNorm(network, false);
    await trainNetwork(network, examples, {epochs: 1, lr: 0.1, batchSize: 8});
    expect(valuesOf(network).get('bn1/moving_mean')).not.toEqual(start.get('bn1/moving_mean'));
    disposeNetwork(network);
  });
});
