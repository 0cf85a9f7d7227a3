import {beforeAll, expect, it} from 'vitest';
import {removeUnits} from '../removeUnits.ts';
import {startTestEngine} from '../testing/engine.ts';
import {buildNetwork} from './buildNetwork.ts';
import {disposeNetwork} from './disposeNetwork.ts';
import {findStructure} from './findStructure.ts';
import {countFlops, unitFlops} from './flops.ts';
import type {Network} from './network.ts';
import type {LayerPlan} from './planNetwork.ts';
import {savedFlops} from './savedFlops.ts';

beforeAll(startTestEngine);

const UNITS = {units: ['convolution', 'dense', 'recurrent']} as const;
const conv = (name: string, filters: number, inputs?: string[]): LayerPlan => ({
  type: 'Conv2D',
  name,
  config: {filters, kernel_size: [3, 3], padding: 'same', activation: 'relu'},
  inputs
});
const NETWORKS: Readonly<Record<string, {readonly inputShape: number[]; readonly layers: LayerPlan[]}>> = {
  'a chain with a recurrent layer': {
    inputShape: [12, 2],
    layers: [
      {type: 'Conv1D', name: 'a', config: {filters: 4, kernel_size: [3], activation: 'relu'}},
      {type: 'Conv1D', name: 'b', config: {filters: 6, kernel_size: [3], activation: 'relu'}},
      {type: 'MaxPooling1D', name: 'pool', config: {pool_size: [2]}},
      {type: 'GRU', name: 'gru', config: {units: 5, reset_after: false}},
      {type: 'Dense', name: 'logits', config: {units: 3}}
    ]
  },
  'residual blocks': {
    inputShape: [6, 6, 2],
    layers: [
      conv('a', 4),
      conv('b', 3),
      conv('c', 4),
      {type: 'Add', name: 'add', config: {}, inputs: ['a', 'c']},
      {type: 'DepthwiseConv2D', name: 'depthwise', config: {kernel_size: [3, 3]}, inputs: ['add']},
      {type: 'Concatenate', name: 'both', config: {axis: -1}, inputs: ['depthwise', 'depthwise']},
      {type: 'Flatten', name: 'flatten', config: {}},
      {type: 'Dense', name: 'hidden', config: {units: 5}},
      {type: 'Dense', name: 'logits', config: {units: 3}}
    ]
  }
};
const build = (name: string): Network => buildNetwork({name, ...NETWORKS[name]!, seed: 1});

it.each(Object.keys(NETWORKS))('tells what %s has less without a unit of each group', name => {
  const whole = build(name);
  const structure = findStructure(whole, UNITS);
  const [saved, own] = [savedFlops(whole, structure), unitFlops(whole, structure)];
  expect(structure.groups.length).toBeGreaterThan(2);
  for (const {first, size} of structure.groups) {
    const unit = first + size - 1;
    const cut = build(name);
    removeUnits(cut, findStructure(cut, UNITS), [unit]);
    expect(saved[unit]! * 1e6).toBeCloseTo(countFlops(whole) - countFlops(cut), 6);
    expect(saved[unit]).toBeGreaterThan(own[unit]!);
    disposeNetwork(cut);
  }
  disposeNetwork(whole);
});
