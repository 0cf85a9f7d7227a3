import {tf} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import {removeUnitsChecked, TOLERANCE} from '../checkRemoval.ts';
import {logits} from '../evaluate.ts';
import {buildNetwork} from '../graph/buildNetwork.ts';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {findStructure} from '../graph/findStructure.ts';
import type {Network} from '../graph/network.ts';
import {lowestUnits} from '../rank.ts';
import {startTestEngine} from '../testing/engine.ts';
import {normal} from '../testing/oneLayer.ts';
import {predictions} from '../testing/tensorFlow.ts';

beforeAll(startTestEngine);

type Chain = readonly (readonly [type: string, config: Readonly<Record<string, unknown>>])[];

const same = {padding: 'same'};
const CHAINS: Readonly<Record<string, {readonly inputShape: readonly number[]; readonly chain: Chain}>> = {
  'in one dimension': {
    inputShape: [9, 3],
    chain: [
      ['Conv1D', {filters: 5, kernel_size: 3}],
      ['PReLU', {}],
      ['BatchNormalization', {}],
      ['MaxPooling1D', {}],
      ['Conv1D', {filters: 4, kernel_size: 2, dilation_rate: 2, ...same}],
      ['LayerNormalization', {axis: [-2]}],
      ['SpatialDropout1D', {rate: 0.3}],
      ['Conv1D', {filters: 4, kernel_size: 2, activation: 'relu'}],
      ['GlobalMaxPooling1D', {}],
      ['RepeatVector', {n: 2}],
      ['Rescaling', {scale: 2, offset: 1}],
      ['Flatten', {}],
      ['Dense', {units: 3}]
    ]
  },
  'in two dimensions': {
    inputShape: [5, 6, 2],
    chain: [
      ['Conv2DTranspose', {filters: 5, kernel_size: 3, strides: 2, ...same}],
      ['LeakyReLU', {alpha: 0.2}],
      ['Softmax', {axis: [-3, -2]}],
      ['Conv2DTranspose', {filters: 4, kernel_size: 3}],
      ['Activation', {activation: 'softmax'}],
      ['Conv2D', {filters: 4, kernel_size: 1}],
      ['LayerNormalization', {}],
      ['GlobalAveragePooling2D', {}],
      ['Dense', {units: 5}],
      ['Dense', {units: 3}]
    ]
  },
  'in three dimensions': {
    inputShape: [5, 6, 7, 2],
    chain: [
      ['Conv3D', {filters: 4, kernel_size: 3, ...same}],
      ['PReLU', {shared_axes: [1, 2, 3]}],
      ['MaxPooling3D', {}],
      ['Conv3DTranspose', {filters: 5, kernel_size: 2, strides: 2}],
      ['ThresholdedReLU', {theta: 0.1}],
      ['Conv3D', {filters: 3, kernel_size: 2, strides: 2}],
      ['AveragePooling3D', {pool_size: [1, 2, 1]}],
      ['Flatten', {}],
      ['Dense', {units: 3}]
    ]
  }
};

function chainNetwork(name: string): Network {
  const {inputShape, chain} = CHAINS[name]!;
  const layers = chain.map(([type, config], i) => ({type, name: `layer${i}`, config}));
  const network = buildNetwork({name: 'chain', inputShape, layers, seed: 3});
  let seed = 1;
  for (const [weight, tensor] of network.weights) {
    const shaken = tf.tidy(() => tf.add(tensor, tf.mul(normal(tensor.shape, seed++), 0.5)));
    network.weights.set(weight, weight.includes('variance') ? tf.abs(shaken) : shaken);
    tensor.dispose();
  }
  return network;
}

it.each(Object.keys(CHAINS))(
  'layers %s give up units as ablation says, and TensorFlow.js runs what is left',
  async name => {
    const network = chainNetwork(name);
    const structure = findStructure(network, {units: ['convolution', 'dense']});
    const x = normal([4, ...CHAINS[name]!.inputShape], 9);
    const before = logits(network, x);
    const scores = Float64Array.from({length: structure.units}, (_, unit) => (unit * 7919) % 101);
    const gone = lowestUnits(scores, structure, Math.floor(structure.units / 2));
    expect(removeUnitsChecked(network, structure, gone, x).difference).toBeLessThanOrEqual(TOLERANCE);
    const after = logits(network, x);
    expect(tf.max(tf.abs(tf.sub(before, after))).dataSync()[0]).toBeGreaterThan(1e-3);
    const [theirs] = await predictions(network, x);
    expect(tf.max(tf.abs(tf.sub(tf.softmax(after), theirs!))).dataSync()[0]).toBeLessThan(1e-5);
    disposeNetwork(network);
  }
);

it('channels that depend on each other stay, and it is said why', () => {
  const network = chainNetwork('in two dimensions');
  expect([...findStructure(network).frozen]).toMatchObject([
    ['layer3', 'Activation "layer4" is a softmax over its channels'],
    ['layer5', 'LayerNormalization "layer6" normalizes over its channels'],
    ['layer8', expect.any(String)],
    ['layer9', expect.any(String)]
  ]);
  disposeNetwork(network);
});

it('axes counted from the front are not said to be the channels', () => {
  const reason = (axis: number | number[]) => {
    const layers = [
      {type: 'Conv1D', name: 'conv', config: {filters: 4, kernel_size: 3}},
      {type: 'LayerNormalization', name: 'norm', config: {axis}},
      {type: 'Flatten', name: 'flatten'},
      {type: 'Dense', name: 'dense', config: {units: 3}}
    ];
    const network = buildNetwork({name: 'chain', inputShape: [9, 3], layers, seed: 3});
    const {frozen} = findStructure(network);
    disposeNetwork(network);
    return frozen.get('conv');
  };
  expect(reason(-1)).toBe('LayerNormalization "norm" normalizes over its channels');
  expect(reason([1])).toBe(
    'LayerNormalization "norm" normalizes over axes counted from the front, which may take in the channels'
  );
  expect(reason(-2)).toBeUndefined();
});
