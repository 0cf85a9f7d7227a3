import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {backwardPass, disposeRecording, recordForward} from '../score/recording.ts';
import {startTestEngine} from '../testing/engine.ts';
import {noisyExamples, plainNetwork, shakeStatistics} from '../testing/smallNetworks.ts';
import {disposeNetwork} from './disposeNetwork.ts';
import {findPooledFirst} from './poolFirst.ts';

beforeAll(startTestEngine);

describe('pooling before bias and activation', () => {
  it('gives the same logits to the last bit, and the same gradients', async () => {
    const network = plainNetwork();
    shakeStatistics(network, 2);
    const {x, y} = await noisyExamples(5, [8, 8, 2], 3).batch([0, 1, 2, 3, 4]);
    const weights = [...network.weights.keys()];
    // Asking for the convolution's own map keeps the plain order.
    const [fast, plain] = [[], ['conv1']].map(maps => {
      const recording = recordForward(network, x, {maps, backward: true});
      const gradients = backwardPass(network, recording, y, weights);
      const values = new Map([...gradients].map(([name, gradient]) => [name, gradient.dataSync()]));
      gradients.forEach(gradient => gradient.dispose());
      const logits = recording.logits.dataSync().slice();
      disposeRecording(recording);
      return {logits, values};
    });
    expect(findPooledFirst(network, network.nodes, new Set()).get('conv1')?.id).toBe('pool1');
    expect(findPooledFirst(network, network.nodes, new Set(['conv1'])).size).toBe(0);
    expect(fast!.logits).toEqual(plain!.logits);
    for (const [name, values] of plain!.values) {
      const largest = Math.max(...values.map(Math.abs));
      values.forEach((value, i) => expect(Math.abs(value - fast!.values.get(name)![i]!)).toBeLessThan(1e-6 * largest));
    }
    tf.dispose([x, y]);
    disposeNetwork(network);
  });

  it('is not done where the activation could change the order of values', () => {
    const network = plainNetwork();
    const conv1 = network.layers.get('conv1')!;
    network.layers.set('conv1', {...conv1, config: {...conv1.config, activation: 'swish'}});
    expect(findPooledFirst(network, network.nodes, new Set()).size).toBe(0);
    disposeNetwork(network);
  });
});
