import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {disposeNetwork} from './graph/disposeNetwork.ts';
import type {Network} from './graph/network.ts';
import {createOptimizer} from './optimizer.ts';
import {startTestEngine} from './testing/engine.ts';

beforeAll(startTestEngine);

function oneWeight(value: number): Network {
  return {
    name: 'one',
    layers: new Map(),
    nodes: [],
    inputs: [],
    outputs: [],
    weights: new Map([['w', tf.tensor1d([value])]]),
    softmax: [{kind: 'none'}]
  };
}

describe('createOptimizer', () => {
  it('follows PyTorch’s SGD with momentum and weight decay over two updates', () => {
    const network = oneWeight(1);
    const optimizer = createOptimizer({lr: 0.1, momentum: 0.9, weightDecay: 0.5});
    const before = tf.memory().numTensors;
    optimizer.update(network, new Map([['w', tf.tensor1d([2])]]));
    // v = 2 + 0.5 · 1 = 2.5; w = 1 − 0.25 = 0.75
    expect(network.weights.get('w')!.dataSync()[0]).toBeCloseTo(0.75, 6);
    optimizer.update(network, new Map([['w', tf.tensor1d([1])]]));
    // v = 0.9 · 2.5 + 1 + 0.5 · 0.75 = 3.625; w = 0.75 − 0.3625 = 0.3875
    expect(network.weights.get('w')!.dataSync()[0]).toBeCloseTo(0.3875, 6);
    optimizer.dispose();
    expect(tf.memory().numTensors).toBe(before);
    disposeNetwork(network);
  });
});
