import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {defineCriterion} from './criterion.ts';
import {evaluate} from './evaluate.ts';
import {fineTune, TrainingError} from './fineTune.ts';
import {cloneNetwork, disposeNetwork} from './graph/disposeNetwork.ts';
import {findStructure} from './graph/findStructure.ts';
import type {Network} from './graph/network.ts';
import {createOptimizer, OPTIMIZERS} from './optimizers/createOptimizer.ts';
import {createScorer} from './score/scorer.ts';
import {startTestEngine} from './testing/engine.ts';
import {noisyExamples, normalizedNetwork, plainNetwork} from './testing/smallNetworks.ts';
import {trainNetwork, type TrainCheckpoint} from './trainNetwork.ts';

beforeAll(startTestEngine);

function bytes(network: Network): Record<string, number[]> {
  return Object.fromEntries([...network.weights].map(([name, tensor]) => [name, [...tensor.dataSync()]]));
}

const taylor = defineCriterion({
  name: 'taylor',
  needs: ['gateGradient'],
  perExample: ({gateGradient, positions}) => tf.abs(tf.div(gateGradient, positions))
});

describe('fineTune', () => {
  it('follows the gradient of the mean loss: one small step lowers it by lr · |g|²', async () => {
    const network = plainNetwork();
    const examples = noisyExamples(16, [8, 8, 2], 3);
    const start = bytes(network);
    const before = (await evaluate(network, examples)).loss;
    const lr = 1e-4;
    const optimizer = createOptimizer({lr, momentum: 0, weightDecay: 0});
    await fineTune(network, examples, {optimizer, start: 0, updates: 1, batchSize: 16});
    const after = (await evaluate(network, examples)).loss;
    const moved = Object.entries(bytes(network)).flatMap(([name, values]) =>
      values.map((v, i) => v - start[name]![i]!)
    );
    const squared = moved.reduce((sum, step) => sum + (step / lr) ** 2, 0);
    expect((before - after) / (lr * squared)).toBeCloseTo(1, 1);
    disposeNetwork(network);
  });

  it('learns, gives the same bytes for the same seed, and leaks nothing', async () => {
    const examples = noisyExamples(60, [9, 9, 2], 3);
    const train = async (seed: number) => {
      const network = normalizedNetwork(1);
      const before = tf.memory().numTensors;
      const epochs = await trainNetwork(network, examples, {epochs: 4, lr: 0.02, batchSize: 16, seed});
      expect(tf.memory().numTensors).toBe(before);
      const weights = bytes(network);
      disposeNetwork(network);
      return {epochs, weights};
    };
    const [first, second, other] = [await train(5), await train(5), await train(6)];
    expect(first).toEqual(second);
    expect(first.weights).not.toEqual(other.weights);
    expect(first.epochs.at(-1)!.trainLoss).toBeLessThan(first.epochs[0]!.trainLoss);
    expect(first.weights['bn1/moving_mean']).not.toEqual([
      ...normalizedNetwork(1).weights.get('bn1/moving_mean')!.dataSync()
    ]);
  });

  it.each(OPTIMIZERS)('goes on from behind any epoch to the same bytes: %s', async optimizer => {
    const examples = noisyExamples(36, [9, 9, 2], 3);
    const validation = noisyExamples(12, [9, 9, 2], 3, 2);
    const options = {optimizer, epochs: 3, lr: 0.02, batchSize: 16, seed: 4, validation};
    const network = normalizedNetwork(1);
    const tensors = tf.memory().numTensors;
    const kept: {network: Network; resume: TrainCheckpoint}[] = [];
    const copied = (tensor: tf.Tensor) => tf.tensor(tensor.dataSync().slice(), tensor.shape);
    const history = await trainNetwork(network, examples, {
      ...options,
      onBoundary: one => {
        const {updates} = one.optimizer;
        const slots = one.optimizer.slots.map(slot => new Map([...slot].map(([name, own]) => [name, copied(own)])));
        kept.push({network: cloneNetwork(network), resume: {optimizer: {updates, slots}, history: one.history}});
      }
    });
    expect(kept.map(({resume}) => resume.history.length)).toEqual([1, 2, 3]);
    for (const {network: later, resume} of kept) {
      expect(await trainNetwork(later, examples, {...options, resume})).toEqual(history);
      expect(bytes(later)).toEqual(bytes(network));
      disposeNetwork(later);
    }
    expect(tf.memory().numTensors).toBe(tensors);
    disposeNetwork(network);
  });

  it('trains to the same bytes whether or not it is scored on the way', async () => {
    const examples = noisyExamples(40, [9, 9, 2], 3);
    const run = async (scored: boolean) => {
      const network = normalizedNetwork(2);
      const optimizer = createOptimizer({lr: 0.01});
      const scorer = scored ? createScorer(network, findStructure(network), {criteria: [taylor]}) : undefined;
      await fineTune(network, examples, {optimizer, start: 0, updates: 6, batchSize: 8, scorer});
      const weights = bytes(network);
      optimizer.dispose();
      disposeNetwork(network);
      return {weights, scores: scorer?.finish().get('taylor')};
    };
    const [plain, scored] = [await run(false), await run(true)];
    expect(plain.weights).toEqual(scored.weights);
    expect(scored.scores!.every(score => score > 0)).toBe(true);
  });

  it('stops with the remedy when the loss is no longer finite', async () => {
    const network = plainNetwork();
    const optimizer = createOptimizer({lr: 1e20});
    const examples = noisyExamples(16, [8, 8, 2], 3);
    const run = fineTune(network, examples, {optimizer, start: 0, updates: 20, batchSize: 16});
    await expect(run).rejects.toThrow(TrainingError);
    await expect(run).rejects.toThrow(
      /^Expected the loss to stay finite, got .* with learning rate 100000000000000000000\. Lower it\.$/
    );
    optimizer.dispose();
    disposeNetwork(network);
  });
});
