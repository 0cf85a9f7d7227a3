import {mkdtemp, readFile, rm} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {disposeNetwork, findStructure, logits, removeUnitsChecked, type Network} from '@espalier/core';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {saveModel} from '../saveModel.ts';
import {buildZooNetwork, findZooNetwork, zooNames} from './index.ts';

/** Small inputs, so that many networks can be tried. */
const SHAPES: Readonly<Record<string, readonly number[]>> = {
  alexnet: [67, 67, 3],
  'vgg-16': [32, 32, 3],
  'vgg-16-trunk': [16, 16, 3],
  'resnet-50': [32, 32, 3],
  'mobilenet-v2': [32, 32, 3],
  'efficientnet-lite0': [32, 32, 3],
  'text-cnn': [12],
  'conv-gru': [15, 3],
  'r3d-cnn': [8, 32, 32, 1]
};

let folder: string;
beforeAll(async () => {
  await startEngine();
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
});
afterAll(() => rm(folder, {recursive: true}));

function build(name: string, inputShape = SHAPES[name] ?? [16, 16, 2]): {network: Network; x: tf.Tensor} {
  const network = buildZooNetwork(name, {inputShape, classes: 5, seed: 1});
  const normal = tf.randomNormal([2, ...inputShape], 0, 1, 'float32', 7);
  return {network, x: name === 'text-cnn' ? tf.floor(tf.abs(tf.mul(normal, 1000))) : normal};
}

/** The channels that count as its units. */
function structureOf(network: Network) {
  return findStructure(network, {units: findZooNetwork(network.name).units});
}

/** A third of the units, drawn by a seed, but no group whole. */
function someUnits(network: Network): readonly number[] {
  return structureOf(network).groups.flatMap(({first, size}) =>
    Array.from({length: size}, (_, i) => first + i).filter((unit, i) => i > 0 && (unit * 7919) % 3 === 0)
  );
}

async function plainOutputs(path: string, x: tf.Tensor): Promise<Float32Array> {
  const json = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as tf.io.ModelJSON;
  const weightData = new Uint8Array(await readFile(join(path, 'weights.bin'))).buffer;
  const weightSpecs = json.weightsManifest.flatMap(({weights}) => weights);
  const {modelTopology} = json;
  const plain = await tf.loadLayersModel(tf.io.fromMemory({modelTopology, weightSpecs, weightData}));
  const outputs = tf.tidy(() => (plain.predict(x) as tf.Tensor).dataSync<'float32'>());
  plain.dispose();
  return outputs;
}

describe('a network of the zoo', () => {
  it.each(zooNames())(
    '%s computes the same without units as with them ablated, here and in plain TensorFlow.js',
    async name => {
      const {network, x} = build(name);
      const structure = structureOf(network);
      const {difference} = removeUnitsChecked(network, structure, someUnits(network), x);
      expect(difference).toBeLessThanOrEqual(1e-5);
      const wanted = tf.tidy(() => tf.softmax(logits(network, x)).dataSync());
      await saveModel(network, join(folder, name));
      disposeNetwork(network);
      const theirs = await plainOutputs(join(folder, name), x);
      expect(Math.max(...theirs.map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(1e-5);
      await rm(join(folder, name), {recursive: true});
      x.dispose();
    }
  );

  it('reads several clips of a video as well as one', async () => {
    const {network, x} = build('r3d-cnn', [2, 8, 32, 32, 1]);
    const {difference} = removeUnitsChecked(network, findStructure(network), someUnits(network), x);
    expect(difference).toBeLessThanOrEqual(1e-5);
    const wanted = tf.tidy(() => tf.softmax(logits(network, x)).dataSync());
    await saveModel(network, join(folder, 'video'));
    disposeNetwork(network);
    const theirs = await plainOutputs(join(folder, 'video'), x);
    expect(Math.max(...theirs.map((value, i) => Math.abs(value - wanted[i]!)))).toBeLessThan(1e-5);
    x.dispose();
  });

  it('is refused under another name, and where an input is too small or of another kind', () => {
    const message = (name: string, inputShape: readonly number[]) => {
      try {
        return buildZooNetwork(name, {inputShape, classes: 2, seed: 0}).name;
      } catch (error) {
        return (error as Error).message;
      }
    };
    expect(message('lenett', [8, 8, 1])).toBe(
      `Unknown network "lenett". Known: ${zooNames().join(', ')}. Did you mean "lenet"?`
    );
    expect(message('vgg-s', [4, 4, 1])).toMatch(/^Network vgg-s does not fit inputs of shape \[4, 4, 1\]: /);
    expect(message('vgg-16', [28, 28, 1])).toBe(
      'Network vgg-16 does not fit inputs of shape [28, 28, 1]: Expected images [height, width, channels], at least 32 × 32 × 1, got 28 × 28 × 1.'
    );
    expect(message('text-cnn', [28, 28, 1])).toBe(
      'Network text-cnn does not fit inputs of shape [28, 28, 1]: Expected rows of word numbers from 0 to 18765 [words], at least 5, got 28 × 28 × 1.'
    );
    expect(message('conv-gru', [7])).toContain('Expected sequences [steps, channels], at least 2 × 1, got 7.');
    expect(message('r3d-cnn', [112, 112, 3])).toBe(
      'Network r3d-cnn does not fit inputs of shape [112, 112, 3]: Expected clips [frames, height, width, channels], or several (clips) in front, at least 8 × 32 × 32 × 1, got 112 × 112 × 3.'
    );
  });
});
