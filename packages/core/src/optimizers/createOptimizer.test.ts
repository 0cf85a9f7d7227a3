import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {findStructure} from '../graph/findStructure.ts';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import type {Network} from '../graph/network.ts';
import {removeUnits} from '../removeUnits.ts';
import {startTestEngine} from '../testing/engine.ts';
import {normal} from '../testing/oneLayer.ts';
import {plainNetwork} from '../testing/smallNetworks.ts';
import {createOptimizer, OPTIMIZERS, type CreateOptimizerOptions} from './createOptimizer.ts';
import {copyState, disposeState} from './optimizer.ts';

beforeAll(startTestEngine);

function oneWeight(...values: number[]): Network {
  return {
    name: 'one',
    layers: new Map(),
    nodes: [],
    inputs: [],
    outputs: [],
    weights: new Map([['w', tf.tensor1d(values)]]),
    softmax: [{kind: 'none'}]
  };
}

const valuesOf = (network: Network) => [...network.weights.get('w')!.dataSync()];

/** The weights behind each of some updates, and nothing left over. */
function trace(options: CreateOptimizerOptions, start: number[], gradients: readonly number[][]): number[][] {
  const network = oneWeight(...start);
  const before = tf.memory().numTensors;
  const optimizer = createOptimizer(options);
  const weights = gradients.map(gradient => {
    optimizer.update(network, new Map([['w', tf.tensor1d(gradient)]]));
    return valuesOf(network);
  });
  expect(optimizer.updates).toBe(gradients.length);
  optimizer.dispose();
  expect(tf.memory().numTensors).toBe(before);
  disposeNetwork(network);
  return weights;
}

/** The formula of the paper in double precision. */
function adamWByHand({lr, momentum: beta1 = 0.9, weightDecay = 1e-4}: CreateOptimizerOptions, w: number, gs: number[]) {
  let [m, v] = [0, 0];
  return gs.map((g, i) => {
    m = beta1 * m + (1 - beta1) * g;
    v = 0.999 * v + 0.001 * g * g;
    const [mHat, vHat] = [m / (1 - beta1 ** (i + 1)), v / (1 - 0.999 ** (i + 1))];
    return (w -= lr * (mHat / (Math.sqrt(vHat) + 1e-8) + weightDecay * w));
  });
}

describe('SGD', () => {
  it('follows PyTorch’s with momentum and weight decay over two updates', () => {
    // v = 2 + 0.5 · 1 = 2.5; w = 1 − 0.25 = 0.75
    // v = 0.9 · 2.5 + 1 + 0.5 · 0.75 = 3.625; w = 0.75 − 0.3625 = 0.3875
    const weights = trace({lr: 0.1, momentum: 0.9, weightDecay: 0.5}, [1], [[2], [1]]).flat();
    expect(weights[0]).toBeCloseTo(0.75, 6);
    expect(weights[1]).toBeCloseTo(0.3875, 6);
  });

  it('keeps nothing without momentum', () => {
    expect(createOptimizer({lr: 0.1, momentum: 0}).slots).toEqual([]);
    expect(trace({lr: 0.1, momentum: 0, weightDecay: 0}, [1], [[2], [1]])[1]![0]).toBeCloseTo(0.7, 6);
  });
});

describe('AdamW', () => {
  it('goes by the learning rate in the first update, whatever the gradient, and takes decay from the weight alone', () => {
    // m̂ / √v̂ = ±1; w = 1 ∓ 0.1 − 0.1 · 0.5 · 1
    const options = {optimizer: 'adamw', lr: 0.1, weightDecay: 0.5} as const;
    const [first] = trace(options, [1, 1, 1], [[1e-4, -3000, 0]]);
    expect(first![0]).toBeCloseTo(0.85, 4);
    expect(first![1]).toBeCloseTo(1.05, 6);
    expect(first![2]).toBeCloseTo(0.95, 6);
  });

  it.each<CreateOptimizerOptions>([
    {lr: 0.1, weightDecay: 0.5},
    {lr: 0.003, momentum: 0.5, weightDecay: 0},
    {lr: 0.02, momentum: 0}
  ])('is the formula over twelve updates: %o', options => {
    const gradients = [2, 1, -1, 0, 0.5, -3, 1e-3, 2e-5, -7, 4, 0, 1];
    const starts = [1, -2, 0.25];
    const scales = [1, -0.01, 300];
    const weights = trace(
      {...options, optimizer: 'adamw'},
      starts,
      gradients.map(g => scales.map(scale => g * scale))
    );
    starts.forEach((start, i) => {
      const expected = adamWByHand(
        options,
        start,
        gradients.map(g => g * scales[i]!)
      );
      expected.forEach((value, update) => expect(weights[update]![i]).toBeCloseTo(value, 5));
    });
  });
});

describe.each(OPTIMIZERS)('an optimizer that goes on from a copy of its state: %s', optimizer => {
  it('does the same in all bits, and leaves the original alone', () => {
    const options = {optimizer, lr: 0.05};
    const tensors = tf.memory().numTensors;
    const [network, other] = [oneWeight(1, 2), oneWeight(1, 2)];
    const update = (one: ReturnType<typeof createOptimizer>, to: Network, seed: number) =>
      one.update(to, new Map([['w', normal([2], seed)]]));
    const whole = createOptimizer(options);
    const first = createOptimizer(options);
    for (const seed of [1, 2]) {
      update(whole, network, seed);
      update(first, other, seed);
    }
    const second = createOptimizer(options, copyState(first));
    const kept = first.slots.map(slot => [...slot.get('w')!.dataSync()]);
    for (const seed of [3, 4]) {
      update(whole, network, seed);
      update(second, other, seed);
    }
    expect(valuesOf(other)).toEqual(valuesOf(network));
    expect(second.updates).toBe(4);
    expect(first.slots.map(slot => [...slot.get('w')!.dataSync()])).toEqual(kept);
    [whole, first, second].forEach(disposeState);
    [network, other].forEach(disposeNetwork);
    expect(tf.memory().numTensors).toBe(tensors);
  });

  it('keeps of its slots what belongs to the units that stay', () => {
    const network = plainNetwork();
    const one = createOptimizer({optimizer, lr: 0.05});
    let seed = 0;
    const gradients = () => new Map([...network.weights].map(([name, {shape}]) => [name, normal(shape, seed++)]));
    one.update(network, gradients());
    const shapes = () => [...network.weights.values()].map(({shape}) => shape);
    const before = shapes();
    const biases = one.slots.map(slot => [...slot.get('conv1/bias')!.dataSync()]);
    const tensors = tf.memory().numTensors;
    removeUnits(network, findStructure(network), [1, 5], one.slots);
    expect(tf.memory().numTensors).toBe(tensors);
    expect(shapes()).not.toEqual(before);
    for (const slot of one.slots) {
      expect([...network.weights].map(([name]) => slot.get(name)!.shape)).toEqual(shapes());
    }
    const left = one.slots.map(slot => [...slot.get('conv1/bias')!.dataSync()]);
    expect(left).toEqual(biases.map(values => values.filter((_value, unit) => unit !== 1)));
    one.update(network, gradients());
    one.dispose();
    disposeNetwork(network);
  });
});
