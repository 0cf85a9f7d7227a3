import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {gunzipSync} from 'node:zlib';
import {startEngine, tf} from '@espalier/backend';
import {disposeNetwork, logits, planNetwork, readModel, weightSpecs, writeModel} from '@espalier/core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import type {Architecture} from './architectures/architecture.ts';
import {architectureNames, findArchitecture} from './architectures/index.ts';
import {torchWeights} from './architectures/torchWeights.ts';
import {importModel} from './importModel.ts';
import {readStateDict} from './torch/readStateDict.ts';

let folder: string;
beforeAll(async () => {
  await startEngine({threads: 1});
  folder = await mkdtemp(join(tmpdir(), 'espalier-import-'));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

const fixture = (name: string) => fileURLToPath(new URL(`../../fixtures/${name}`, import.meta.url));

async function numbers<T>(name: string): Promise<T> {
  return JSON.parse(await readFile(fixture(name), 'utf8')) as T;
}

function largestGap(found: Iterable<number>, expected: readonly number[]): number {
  return Math.max(...[...found].map((value, i) => Math.abs(value - expected[i]!)));
}

const small: Architecture = {
  name: 'small',
  summary: 'a small one',
  input: 'numbers',
  inputShape: [5, 6, 2],
  classes: 2,
  layers: classes => [
    {type: 'Conv2D', name: 'conv', config: {filters: 4, kernel_size: [3, 3], padding: 'same', use_bias: false}},
    {type: 'BatchNormalization', name: 'bn', config: {axis: -1, epsilon: 1e-3}},
    {type: 'Activation', name: 'relu', config: {activation: 'relu'}},
    {type: 'DepthwiseConv2D', name: 'depthwise', config: {kernel_size: [3, 3], padding: 'same', depth_multiplier: 1}},
    {type: 'Flatten', name: 'flatten', config: {}},
    {type: 'Dense', name: 'fc', config: {units: 3}},
    {type: 'Dense', name: 'head', config: {units: classes}}
  ],
  torch: layer => layer
};

describe('weights of PyTorch', () => {
  const plan = () => planNetwork({name: 'small', inputShape: small.inputShape, layers: small.layers(2, [])});

  it('give what PyTorch computes, with every axis where it belongs', async () => {
    const {x, y} = await numbers<{x: number[]; y: number[]}>('torch/small.json');
    const tensors = readStateDict(await readFile(fixture('torch/small.pth')), 'small.pth');
    const network = readModel({topology: writeModel(plan()).topology, weights: torchWeights(plan(), small, tensors)});
    const computed = logits(network, tf.tensor4d(x, [2, 5, 6, 2]));
    expect(largestGap(computed.dataSync(), y)).toBeLessThan(1e-5 * Math.max(...y.map(Math.abs)));
    disposeNetwork(network);
  });

  it('are refused where one is missing or left over', async () => {
    const tensors = readStateDict(await readFile(fixture('torch/small.pth')), 'small.pth');
    const extra = new Map(tensors).set('more.weight', {shape: [1], values: Float32Array.of(1)});
    expect(() => torchWeights(plan(), small, extra)).toThrow(
      'Expected the tensors of small alone, got "more.weight" too (1 left over).'
    );
    tensors.delete('fc.bias');
    expect(() => torchWeights(plan(), small, tensors)).toThrow(
      'Expected a tensor "fc.bias" for layer "fc" of small, got conv.weight, bn.weight, bn.bias, … (11).'
    );
  });

  it('are found under the names that their makers gave them', () => {
    const modules = (name: string) => {
      const {layers, inputShape, torch} = findArchitecture(name);
      const network = planNetwork({name, inputShape, layers: layers(1000, inputShape)});
      return [...new Set(weightSpecs(network).map(({name: weight}) => torch!(weight.split('/')[0]!)))];
    };
    expect(modules('vgg-16').join(' ')).toBe(
      'features.0 features.2 features.5 features.7 features.10 features.12 features.14 features.17 features.19 ' +
        'features.21 features.24 features.26 features.28 classifier.0 classifier.3 classifier.6'
    );
    expect(modules('resnet-50')).toHaveLength(107);
    expect(modules('resnet-50')).toEqual(
      expect.arrayContaining(['conv1', 'bn1', 'layer1.0.conv1', 'layer1.0.downsample.0', 'layer4.2.bn3', 'fc'])
    );
    expect(modules('mobilenet-v2')).toHaveLength(105);
    expect(modules('mobilenet-v2')).toEqual(
      expect.arrayContaining(['features.0.0', 'features.1.conv.0.0', 'features.1.conv.2', 'features.17.conv.1.1'])
    );
    expect(modules('efficientnet-lite0')).toEqual(
      expect.arrayContaining(['_conv_stem', '_blocks.0._depthwise_conv', '_blocks.15._bn2', '_conv_head', '_fc'])
    );
  });
});

it('reads weights alone for the model whose JSON is given', async () => {
  const weights = join(folder, 'chain.weights.h5');
  await writeFile(weights, gunzipSync(await readFile(fixture('keras/chain.weights.h5.gz'))));
  const network = await importModel(weights, {network: fixture('keras/chain.model.json')});
  const {inputs, outputs} =
    await numbers<Record<'inputs' | 'outputs', {shape: number[]; values: number[]}[]>>('keras/chain.json');
  const computed = logits(network, tf.tensor(inputs[0]!.values, inputs[0]!.shape));
  expect(largestGap(computed.dataSync(), outputs[0]!.values)).toBeLessThan(1e-5);
  disposeNetwork(network);
});

describe('a file that does not fit', () => {
  it('is refused with the names that are known', async () => {
    const weights = fixture('torch/small.pth');
    await expect(importModel(weights)).rejects.toThrow(
      `Expected --network NAME for ${weights}, since a state dict holds weights alone, got none.`
    );
    await expect(importModel(weights, {network: 'vgg16'})).rejects.toThrow(
      `Unknown network to import weights for "vgg16". Known: ${architectureNames().join(', ')}. Did you mean "vgg-16"?`
    );
    await expect(importModel(weights, {network: 'alexnet'})).rejects.toThrow('two towers as in the paper');
    await expect(importModel(weights, {network: 'efficientnet-lite0', inputShape: [32, 32, 3]})).rejects.toThrow(
      `${weights}: Expected a tensor "_conv_stem.weight" for layer "stem" of efficientnet-lite0, got conv.weight, `
    );
    const missing = join(folder, 'missing.pth');
    await expect(importModel(missing, {network: 'vgg-16'})).rejects.toThrow(
      `Expected a file of weights, got ${missing}, which cannot be read.`
    );
  });
});
