import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {startTestEngine} from '../testing/engine.ts';
import {layerType} from './index.ts';
import type {Config} from './layerType.ts';

beforeAll(startTestEngine);

const SIZE = [20, 50, 40];

function run(type: string, config: Config, options: {seed?: number; training?: boolean} = {}): tf.Tensor {
  const x = tf.fill(SIZE, 2);
  const call = {config, inputs: [x], training: true, seed: 1, ...options};
  const nothing = {weight: () => x, read: (_name: string, tensor: tf.Tensor) => tensor, update: () => undefined};
  return layerType(type).run({...call, ...nothing});
}

const momentsOf = (tensor: tf.Tensor): [mean: number, deviation: number] => {
  const {mean, variance} = tf.moments(tensor);
  return [mean.dataSync()[0]!, Math.sqrt(variance.dataSync()[0]!)];
};

const layers: readonly (readonly [string, Config])[] = [
  ['AlphaDropout', {rate: 0.2}],
  ['Dropout', {rate: 0.2}],
  ['GaussianDropout', {rate: 0.2}],
  ['GaussianNoise', {stddev: 0.5}],
  ['SpatialDropout1D', {rate: 0.2}]
];

describe.each(layers)('%s', (type, config) => {
  it('gives the same bytes for the same seed, others for another, and its input outside of training', () => {
    const [first, again, other] = [1, 1, 2].map(seed => run(type, config, {seed}).dataSync());
    expect(again).toEqual(first);
    expect(other).not.toEqual(first);
    const still = run(type, config, {training: false}).dataSync();
    expect(new Set(still)).toEqual(new Set([2]));
  });

  it('names a strength that is no number', () => {
    const [key] = Object.keys(config) as [string];
    expect(() => run(type, {[key]: 'much'})).toThrow(`Expected \`${key}\` to be a number, got "much".`);
  });
});

describe('in training', () => {
  it('dropout keeps the mean, and drops along noise_shape together', () => {
    expect(momentsOf(run('Dropout', {rate: 0.2}))[0]).toBeCloseTo(2, 1);
    const rows = run('Dropout', {rate: 0.5, noise_shape: [null, 1, null]});
    expect(tf.max(tf.moments(rows, 1).variance).dataSync()[0]).toBeLessThan(1e-9);
    expect(() => run('Dropout', {rate: 0.5, noise_shape: [2, 1]})).toThrow(
      'Expected `noise_shape` to have 1 or the sizes of [20, 50, 40], got [2,1].'
    );
  });

  it('spatial dropout drops a channel at all steps', () => {
    const dropped = run('SpatialDropout1D', {rate: 0.5});
    expect(tf.max(tf.moments(dropped, 1).variance).dataSync()[0]).toBeLessThan(1e-9);
    expect(new Set(dropped.dataSync())).toEqual(new Set([0, 4]));
  });

  it('Gaussian noise has the deviation that was asked for, Gaussian dropout that of dropout', () => {
    const [mean, deviation] = momentsOf(run('GaussianNoise', {stddev: 0.5}));
    expect(mean).toBeCloseTo(2, 1);
    expect(deviation).toBeCloseTo(0.5, 1);
    // 2 · √(rate / (1 − rate)) = 1
    expect(momentsOf(run('GaussianDropout', {rate: 0.2}))[1]).toBeCloseTo(1, 1);
  });

  it('alpha dropout sets values to where SELU saturates', () => {
    // a = ((1 − 0.2)(1 + 0.2 · 1.7581²))^−½ = 0.87890, b = a · 1.7581 · 0.2 = 0.30904: 2a + b and −1.7581a + b.
    const values = [...new Set(run('AlphaDropout', {rate: 0.2}).dataSync())].sort((a, b) => a - b);
    expect(values.length).toBe(2);
    expect(values[0]).toBeCloseTo(-1.23616, 4);
    expect(values[1]).toBeCloseTo(2.06685, 4);
  });
});
