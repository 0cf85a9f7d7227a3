import {expect, it} from 'vitest';
import {settingsSchema} from './experiment.ts';
import {validate} from './validate.ts';

const settle = (more: object) =>
  validate(settingsSchema, {dataset: {name: 'digits'}, model: {zoo: 'lenet'}, ...more}, path => path.join('.'));

const until = (target: object) => ({prune: {until: target}});

it('are left out of the settings while they are not asked for', () => {
  const plain = settle({});
  expect(JSON.stringify(plain)).not.toMatch(/milestones|metrics/);
  expect(JSON.stringify(settle({metrics: []}))).toBe(JSON.stringify(plain));
});

it('are written in one way', () => {
  const milestones = {units: [0.5, 0.75, 0.5], updates: 10, controls: ['scratch', 'unpruned'], latencyBatch: 1};
  expect(settle({...until({units: 0.25}), milestones}).milestones).toEqual({
    units: [0.75, 0.5],
    updates: 10,
    controls: ['unpruned', 'scratch']
  });
});

it('are refused where pruning would not pass them', () => {
  const flops = {milestones: {flops: [0.75, 0.25], updates: 10}};
  expect(() => settle({...until({flops: 0.5}), ...flops})).toThrow(
    'milestones.flops: Expected milestones.flops to be fractions of at least prune.until.flops, 0.5, where pruning ends, got [0.75,0.25].'
  );
  expect(() => settle({...until({units: 0.2}), ...flops})).toThrow(
    'Expected milestones.flops to be fractions of what prune.until counts, units, so that pruning passes every one of them'
  );
  expect(() => settle({...until({flops: 0.25, maxDrop: {points: 1}}), ...flops})).toThrow(
    'left out beside prune.until.maxDrop, which may end pruning in front of any of them'
  );
  expect(settle({...until({flops: 0.25}), ...flops}).milestones?.flops).toEqual([0.75, 0.25]);
});

it('are refused without or with several quantities, and with controls and metrics that are none', () => {
  const both = {...until({units: 0.5}), milestones: {units: [0.5], flops: [0.5], updates: 1}};
  expect(() => settle(both)).toThrow('a map with exactly one of units, flops, params');
  expect(() => settle({milestones: {updates: 1}})).toThrow('a map with exactly one of units, flops, params');
  const control = {...until({units: 0.5}), milestones: {units: [0.5], updates: 1, controls: ['none']}};
  expect(() => settle(control)).toThrow('one of unpruned, scratch');
  expect(() => settle({metrics: ['auc']})).toThrow('one of balancedAccuracy');
});
