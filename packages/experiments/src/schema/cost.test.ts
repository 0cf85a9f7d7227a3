import {describe, expect, it} from 'vitest';
import {pruneSchema} from './experiment.ts';
import {validate} from './validate.ts';

const settle = (prune: object) => validate(pruneSchema, prune, () => 'file');

describe('prune.cost', () => {
  it('is a penalty where a price is given, and a ratio elsewhere', () => {
    expect(settle({cost: {of: 'memory'}}).cost).toEqual({of: 'memory', how: 'ratio'});
    expect(settle({cost: {of: 'flops', lambda: 0.1}}).cost).toEqual({of: 'flops', how: 'penalty', lambda: 0.1});
    expect(settle({cost: {of: 'flops', how: 'penalty', lambda: 0.1}})).toEqual(
      settle({cost: {of: 'flops', lambda: 0.1}})
    );
  });

  it('is left out where nothing is asked for, so that keys of older runs stay', () => {
    expect(settle({})).not.toHaveProperty('cost');
    expect(settle({cost: {of: 'memory', lambda: 0}})).toEqual(settle({}));
  });

  it('keeps the batch of a measured cost', () => {
    expect(settle({cost: {of: 'latency'}, latencyBatch: 32})).toHaveProperty('latencyBatch', 32);
    expect(settle({cost: {of: 'memory'}, latencyBatch: 32})).not.toHaveProperty('latencyBatch');
  });

  it.each<[object, string]>([
    [{cost: {of: 'energy'}}, 'file: Expected cost.of to be one of flops, memory, latency, got "energy" (string).'],
    [
      {cost: {of: 'flops', how: 'penalty'}},
      'file: Expected cost.lambda to be a number of at least 0 where how is penalty, got nothing.'
    ],
    [
      {cost: {of: 'flops', how: 'ratio', lambda: 1}},
      'file: Expected cost.lambda to be left out where how is ratio, got 1 (number).'
    ],
    [
      {cost: {of: 'flops', lamda: 1}},
      'file: Unknown key "lamda" in cost. Known: of, how, lambda. Did you mean "lambda"?'
    ],
    [
      {cost: {of: 'flops'}, flopsLambda: 0.1},
      'file: Expected flopsLambda to be 0 or left out beside cost, which is the other way to say it, got 0.1 (number).'
    ]
  ])('refuses %j', (prune, message) => {
    expect(() => settle(prune)).toThrow(message);
  });
});
