import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {startTestEngine} from '../testing/engine.ts';
import {batchNormalization} from './batchNormalization.ts';

beforeAll(startTestEngine);

const CHANNELS = 3;
const weights: Readonly<Record<string, readonly number[]>> = {
  gamma: [1, 2, 0.5],
  beta: [0, -1, 1],
  moving_mean: [0.1, 0.2, 0.3],
  moving_variance: [1, 2, 3]
};

function run(x: tf.Tensor, training: boolean, update = (_name: string, _value: tf.Tensor): void => undefined) {
  const weight = (name: string) => tf.tensor1d([...weights[name]!]);
  const config = {momentum: 0.9};
  return batchNormalization.run({
    config,
    inputs: [x],
    weight,
    training,
    seed: 0,
    read: (_name, tensor) => tensor,
    update
  });
}

describe.each([[[40]], [[8, 5]], [[4, 5, 2]], [[2, 5, 2, 2]]])('on inputs [%j, channels]', shape => {
  const [batch, ...spatial] = shape as [number, ...number[]];

  it('computes what it does on rows of channels, with the statistics of the batch or given ones', () => {
    const rows = tf.randomNormal([40, CHANNELS], 1, 2, 'float32', 3);
    for (const training of [false, true]) {
      const given = tf.reshape(rows, [batch, ...spatial, CHANNELS]);
      const [flat, deep] = [run(rows, training), run(given, training)];
      expect(deep.shape).toEqual([batch, ...spatial, CHANNELS]);
      expect(tf.max(tf.abs(tf.sub(flat, tf.reshape(deep, [40, CHANNELS])))).dataSync()[0]).toBeLessThan(1e-6);
    }
  });

  it('normalizes the batch, and moves its statistics a tenth of the way', () => {
    const x = tf.randomNormal([batch, ...spatial, CHANNELS], 1, 2, 'float32', 3);
    const {mean, variance} = tf.moments(tf.reshape(x, [40, CHANNELS]), 0);
    const moved = new Map<string, number[]>();
    const y = run(x, true, (name, value) => moved.set(name, Array.from(value.dataSync())));
    Array.from(tf.moments(tf.reshape(y, [40, CHANNELS]), 0).mean.dataSync()).forEach((value, channel) =>
      expect(value).toBeCloseTo(weights['beta']![channel]!, 4)
    );
    for (const [name, now] of [
      ['moving_mean', mean],
      ['moving_variance', variance]
    ] as const) {
      now.dataSync().forEach((value, channel) => {
        expect(moved.get(name)![channel]).toBeCloseTo(0.9 * weights[name]![channel]! + 0.1 * value, 4);
      });
    }
  });
});
