import {tf} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import {backwardPass, disposeRecording, recordForward} from '../score/recording.ts';
import {startTestEngine} from '../testing/engine.ts';
import {noisyExamples, shakeStatistics} from '../testing/smallNetworks.ts';
import {buildNetwork} from './buildNetwork.ts';
import {disposeNetwork} from './disposeNetwork.ts';
import type {Network} from './network.ts';
import {findNormTails} from './normTail.ts';
import type {LayerPlan} from './planNetwork.ts';

beforeAll(startTestEngine);

const conv = (name: string, more: object, input?: string): LayerPlan => ({
  type: 'Conv2D',
  name,
  config: {filters: 4, kernel_size: 3, padding: 'same', use_bias: false, ...more},
  ...(input && {inputs: [input]})
});
const norm = (name: string): LayerPlan => ({type: 'BatchNormalization', name});
const relu = (name: string, config = {}): LayerPlan => ({type: 'ReLU', name, config});

/** A stem, a block with a projection, one without, one whose sum stretches a single position, and a bounded ReLU. */
function blocks(): Network {
  const network = buildNetwork({
    name: 'blocks',
    inputShape: [6, 6, 2],
    seed: 1,
    layers: [
      conv('stem', {}),
      norm('stemNorm'),
      {type: 'Activation', name: 'stemRelu', config: {activation: 'relu'}},
      conv('conv1', {strides: 2}),
      norm('norm1'),
      conv('project', {strides: 2, kernel_size: 1}, 'stemRelu'),
      norm('projectNorm'),
      {type: 'Add', name: 'sum1', inputs: ['norm1', 'projectNorm']},
      relu('relu1'),
      conv('conv2', {}),
      norm('norm2'),
      {type: 'Add', name: 'sum2', inputs: ['relu1', 'norm2']},
      relu('relu2'),
      {type: 'GlobalAveragePooling2D', name: 'squeeze'},
      conv('conv3', {}, 'relu2'),
      norm('norm3'),
      {type: 'Add', name: 'sum3', inputs: ['norm3', 'squeeze']},
      relu('relu3'),
      conv('conv4', {}),
      norm('norm4'),
      relu('relu4', {max_value: 6}),
      {type: 'Flatten', name: 'flatten'},
      {type: 'Dense', name: 'dense', config: {units: 3}}
    ]
  });
  shakeStatistics(network, 2);
  return network;
}

it('runs ReLU and the sum with the normalisation in front, where nobody reads what lies between', () => {
  const network = blocks();
  const tails = findNormTails(network, network.nodes, new Set());
  const found = [...tails].map(([id, {add, relu: last}]) => [id, add?.node.id, add?.other, last.id]);
  expect(found).toEqual([
    ['stemNorm', undefined, undefined, 'stemRelu'],
    ['projectNorm', 'sum1', 0, 'relu1'],
    ['norm2', 'sum2', 0, 'relu2'],
    ['norm3', 'sum3', 1, 'relu3']
  ]);
  const kept = findNormTails(network, network.nodes, new Set(['stemNorm', 'sum1', 'relu2', 'norm3']));
  expect([...kept.keys()]).toEqual(['norm2']);
  disposeNetwork(network);
});

it('gives the logits, gradients and moving statistics of the layers one by one', async () => {
  const network = blocks();
  const {x, y} = await noisyExamples(5, [6, 6, 2], 3).batch([0, 1, 2, 3, 4]);
  const weights = [...network.weights.keys()].filter(name => !name.includes('moving'));
  const apart = ['stemNorm', 'projectNorm', 'sum1', 'norm2', 'sum2', 'norm3', 'sum3'];
  const taps = new Set(['conv1:0', 'conv3:0', 'dense:0']);
  const before = tf.memory().numTensors;
  const [fast, plain] = [[], apart].map(maps => {
    const recording = recordForward(network, x, {maps, taps, training: true, backward: true});
    const gradients = backwardPass(network, recording, y, weights);
    const tensors = [['logits', recording.logits] as const, ...gradients, ...recording.updates];
    const tapped = [...recording.taps].map(([key, [tap]]) => [key, tap!] as const);
    const values = new Map([...tensors, ...tapped].map(([name, tensor]) => [name, tensor.dataSync().slice()]));
    tf.dispose([...gradients.values()]);
    disposeRecording(recording);
    return values;
  });
  expect(tf.memory().numTensors).toBe(before);
  expect([...fast!.keys()]).toEqual([...plain!.keys()]);
  expect(fast!.size).toBe(1 + weights.length + 12 + taps.size);
  for (const [name, values] of plain!) {
    const largest = Math.max(...values.map(Math.abs));
    values.forEach((value, i) => expect(Math.abs(value - fast!.get(name)![i]!)).toBeLessThan(1e-5 * largest));
  }
  tf.dispose([x, y]);
  disposeNetwork(network);
});
