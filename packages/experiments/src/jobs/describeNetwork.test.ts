import {planNetwork, type LayerPlan} from '@espalier/core';
import {expect, it} from 'vitest';
import {describeNetwork} from './describeNetwork.ts';

const conv = (name: string, filters: number, inputs?: readonly string[]): LayerPlan => ({
  type: 'Conv2D',
  name,
  inputs,
  config: {filters, kernel_size: 1, use_bias: false}
});

/** [4, 4, 2] → a → b twice, both added up, beside side; joined → 3 classes. A shared layer ties what it reads and makes. */
const network = planNetwork({
  name: 'tiny',
  inputShape: [4, 4, 2],
  layers: [
    conv('a', 4),
    conv('b', 4),
    {type: 'Conv2D', name: 'b:1', again: 'b', inputs: ['b']},
    {type: 'Add', name: 'add', inputs: ['b:1', 'b']},
    conv('side', 3, ['a']),
    {type: 'Concatenate', name: 'join', inputs: ['side', 'add'], config: {axis: -1}},
    {type: 'Flatten', name: 'flatten'},
    {type: 'Dense', name: 'dense', config: {units: 3, use_bias: false}}
  ]
});

it('tells calls, what they read, what their outputs weigh, and whose channels they carry', () => {
  const {layers} = describeNetwork(network);
  expect(layers.map(({node, name}) => [node, name])).toContainEqual(['b:1', 'b']);
  expect(layers.find(({node}) => node === 'add')).toMatchObject({
    inputs: ['b:1', 'b'],
    shape: [4, 4, 4],
    activationBytes: 4 * 64
  });
  const carried = (id: string) => layers.find(({node}) => node === id)?.groups;
  expect(carried('input')).toEqual([]);
  expect(carried('flatten')).toEqual([
    {name: 'side', channels: 48},
    {name: 'a', channels: 64}
  ]);
});

it('counts a shared layer’s parameters once and its FLOPs in each call', () => {
  const {layers, parameters, flops} = describeNetwork(network);
  const calls = layers.filter(({name}) => name === 'b');
  expect(calls.map(call => call.parameters)).toEqual([16, 0]);
  // 2 · 16 positions · (4 + 1) · 4 channels
  expect(calls.map(call => call.flops)).toEqual([640, 640]);
  expect(layers.reduce((sum, layer) => sum + layer.parameters, 0)).toBe(parameters);
  expect(layers.reduce((sum, layer) => sum + layer.flops, 0)).toBe(flops);
});

it('gives the reason of each coupling, and says who is alone', () => {
  const {groups} = describeNetwork(network);
  const side = groups.find(({name}) => name === 'side');
  expect(side).toMatchObject({layers: ['side'], units: 3, consumers: ['dense'], ties: []});
  expect(side?.reason).toBe('alone: no layer shares its channels');
  const coupled = groups.find(({layers}) => layers.includes('b'));
  expect(coupled?.reason).toContain('"add"');
  expect(coupled?.reason).toBe(coupled?.ties.join('; '));
});

it('knows the smallest network: one unit a group', () => {
  const {smallest, groups, activationBytes, units} = describeNetwork(network);
  expect(smallest.size.units).toBe(groups.length);
  expect(smallest.fraction.units).toBe(groups.length / units);
  // Kernels 2·1 + 1·1 + 1·1, and 16 · 2 · 3 for the dense layer.
  const [input, oneChannel, twoChannels] = [32, 16, 32];
  expect(smallest.size).toMatchObject({
    activationBytes: 4 * (input + 5 * oneChannel + 2 * twoChannels + 3),
    parameters: 2 + 1 + 1 + 96
  });
  expect(smallest.fraction.activationBytes).toBe(smallest.size.activationBytes / activationBytes);
});
