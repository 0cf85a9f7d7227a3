import {expect, it} from 'vitest';
import {pruneSchema} from './experiment.ts';
import {validate} from './validate.ts';

const settle = (prune: object) => validate(pruneSchema, prune, () => 'file');

it('leaves out what says what is done anyway, so that keys of older runs stay', () => {
  const plain = settle({});
  expect(Object.keys(plain)).toEqual([
    ...['criterion', 'normalize', 'flopsLambda', 'flopsScale', 'floor', 'unitsPerStep', 'updates', 'lr', 'momentum'],
    ...['weightDecay', 'batchSize', 'curvature', 'until']
  ]);
  const more = {units: ['convolution'], exclude: [], finalUpdates: 30, latencyBatch: 1, optimizer: 'sgd'};
  expect(Object.keys(settle(more))).toEqual(Object.keys(plain));
  expect(settle(more)).toEqual(plain);
});

it('writes what is asked for in one way', () => {
  expect(settle({units: ['dense', 'convolution', 'dense'], exclude: ['b*', 'a']})).toMatchObject({
    units: ['convolution', 'dense'],
    exclude: ['a', 'b*']
  });
  expect(settle({unitsPerStep: 'all', finalUpdates: 0, floor: {conv1: 8, 'block*': 0.25}})).toMatchObject({
    unitsPerStep: 'all',
    finalUpdates: 0,
    floor: {conv1: 8, 'block*': 0.25}
  });
  expect(settle({optimizer: 'adamw', lr: 0.001})).toMatchObject({optimizer: 'adamw', lr: 0.001});
  expect(settle({until: {latency: 0.7}, latencyBatch: 8})).toMatchObject({latencyBatch: 8});
  expect(settle({until: {memory: 0.7}, latencyBatch: 8})).not.toHaveProperty('latencyBatch');
});

it('takes a rule that ends fine-tuning, with its default, and leaves it out where there is none', () => {
  expect(settle({autoUpdates: true})).toHaveProperty('autoUpdates', {cost: 0.005});
  expect(settle({autoUpdates: {}})).toEqual(settle({autoUpdates: true}));
  expect(settle({autoUpdates: {cost: 0}})).toHaveProperty('autoUpdates', {cost: 0});
  expect(Object.keys(settle({autoUpdates: false}))).toEqual(Object.keys(settle({})));
  expect(() => settle({autoUpdates: 0.1})).toThrow(
    'file: Expected autoUpdates to be true, false or {cost: a number of at least 0}, got 0.1 (number).'
  );
  expect(() => settle({autoUpdates: true, updates: 0})).toThrow(
    'file: Expected updates to be at least 1 beside autoUpdates, as the most that it allows, got 0 (number).'
  );
});

it('takes a teacher with defaults, and leaves out what weighs nothing', () => {
  expect(settle({distill: {}})).toHaveProperty('distill', {temperature: 4, weight: 0.5});
  const features = {layers: ['conv2', 'conv1', 'conv2']};
  expect(settle({distill: {weight: 0, features}})).toHaveProperty('distill', {
    ...{temperature: 4, weight: 0},
    features: {layers: ['conv1', 'conv2'], weight: 1}
  });
  expect(settle({distill: {temperature: 2, weight: 1, features: {...features, weight: 0}}})).toHaveProperty('distill', {
    temperature: 2,
    weight: 1
  });
  expect(settle({distill: {weight: 0, temperature: 2}})).toEqual(settle({}));
  expect(Object.keys(settle({distill: {weight: 0}}))).toEqual(Object.keys(settle({})));
});

it('refuses teachers of no sense', () => {
  expect(() => settle({distill: {weight: 1.5}})).toThrow(
    'file: Expected distill.weight to be a number from 0 to 1, got'
  );
  expect(() => settle({distill: {temperature: 0}})).toThrow(
    'Expected distill.temperature to be a number above 0, got 0'
  );
  expect(() => settle({distill: {features: {layers: []}}})).toThrow(
    'Expected distill.features.layers to be a list of at least one layer'
  );
  expect(() => settle({distill: {temprature: 2}})).toThrow(/temprature.*Did you mean "temperature"/);
});

it('refuses kinds, floors and steps that are none, and several targets', () => {
  expect(() => settle({units: ['filters']})).toThrow(
    'file: Expected units.0 to be one of convolution, dense, recurrent, got "filters" (string).'
  );
  expect(() => settle({optimizer: 'adam'})).toThrow(
    'file: Expected optimizer to be one of sgd, adamw, got "adam" (string). Did you mean "adamw"?'
  );
  expect(() => settle({optimizer: 'lbfgs'})).toThrow(/one of sgd, adamw, got "lbfgs" \(string\)\.$/);
  expect(() => settle({floor: {conv1: -1}})).toThrow(/Expected floor.* a number above 0/);
  expect(() => settle({floor: 1.5})).toThrow(/Expected floor.* a share below 1 or a whole number/);
  expect(() => settle({unitsPerStep: 'some'})).toThrow(
    'file: Expected unitsPerStep to be "all" or a whole number of at least 1, got "some" (string).'
  );
  expect(() => settle({until: {memory: 0.5, flops: 0.5}})).toThrow(
    'exactly one of flops, params, units, memory and latency'
  );
});
