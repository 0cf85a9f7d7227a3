import {mkdtemp, readFile, stat} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {disposeNetwork, logits} from '@espalier/core';
import {beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {toFloat16} from './float16.ts';
import {loadModel} from './loadModel.ts';
import {saveModel} from './saveModel.ts';
import {decodeGroup, manifestGroup} from './weightFiles.ts';
import {storeWeight, type WeightType} from './weightTypes.ts';
import {buildZooNetwork} from './zoo/index.ts';

let folder: string;
beforeAll(async () => {
  await startEngine();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
});

/** What TensorFlow.js reads of a weight that was stored. */
function readBack(values: readonly number[], type: WeightType): Float32Array {
  const weight = {shape: [1, values.length], values: Float32Array.from(values)};
  const {entry, bytes} = storeWeight('layer/kernel', weight, type);
  const group = manifestGroup.parse({paths: ['weights.bin'], weights: [entry]});
  return decodeGroup(group, bytes).get('layer/kernel')!.values;
}

describe('a stored weight', () => {
  const around = [-1.7, -0.3, 0, 0.001, 0.9, 2.1];

  it.each([
    ['uint8', 255],
    ['uint16', 65535]
  ] as const)('of %s is at most half a step off, and 0 is 0', (type, levels) => {
    const read = readBack(around, type);
    const step = (2.1 + 1.7) / levels;
    around.forEach((value, i) => expect(Math.abs(read[i]! - value)).toBeLessThanOrEqual(step * 0.5001));
    expect(read[2]).toBe(0);
  });

  it.each(['uint8', 'uint16'] as const)('of %s keeps its ends where all values have one sign', type => {
    const read = readBack([1, 2, 3], type);
    expect([read[0], read[2]]).toEqual([1, expect.closeTo(3, 6)]);
    expect([...readBack([-2, -2], type)]).toEqual([-2, -2]);
    expect([...readBack([0, 0], type)]).toEqual([0, 0]);
  });

  it('of float16 is refused beyond its range, by name', () => {
    expect(() => readBack([1, -7e4], 'float16')).toThrow('Expected weight "layer/kernel" to fit into float16');
  });

  it('with one axis stays as it is', () => {
    const bias = {shape: [2], values: Float32Array.from([0.1, 1e6])};
    const {entry, bytes} = storeWeight('layer/bias', bias, 'uint8');
    expect([entry.quantization, bytes.byteLength]).toEqual([undefined, 8]);
  });
});

describe('toFloat16', () => {
  // The bit patterns of IEEE 754's own tables: 1, −2, the largest, the smallest normal and subnormal numbers, −0.
  it('gives the nearest number of half precision, ties to even', () => {
    const values = [1, -2, 65504, 2 ** -14, 2 ** -24, -0, 1 / 3, 1 + 2 ** -11, 1 + 3 * 2 ** -11, 2 ** -25, 2047.9];
    const bits = [0x3c00, 0xc000, 0x7bff, 0x0400, 0x0001, 0x8000, 0x3555, 0x3c00, 0x3c02, 0, 0x6800];
    expect([...toFloat16(Float32Array.from(values))]).toEqual(bits);
  });

  it('is read back by TensorFlow.js as the number that it stands for', () => {
    const values = [1, -2, 1025, 2 ** -14, 3 * 2 ** -24, 0.0999755859375];
    expect([...readBack(values, 'float16')]).toEqual(values);
  });
});

describe('a model with smaller weights', () => {
  it.each([
    ['float16', 2, 2e-3],
    ['uint16', 2, 2e-4],
    ['uint8', 4, 5e-2]
  ] as const)(
    'of %s takes 1/%i of the bytes and gives nearly the same, here and in plain TensorFlow.js',
    async (...row) => {
      const [type, times, tolerance] = row;
      const network = buildZooNetwork('vgg-xs', {inputShape: [16, 16, 2], classes: 5, seed: 1});
      const paths = [join(folder, 'whole'), join(folder, 'small')] as const;
      await saveModel(network, paths[0]);
      await saveModel(network, paths[1], {weights: type});
      const [whole, small] = await Promise.all(paths.map(async path => (await stat(join(path, 'weights.bin'))).size));
      expect(whole! / small!).toBeGreaterThan(times * 0.95);
      const loaded = await loadModel(paths[1]);
      const x = tf.randomNormal([4, 16, 16, 2], 0, 1, 'float32', 2);
      const [expected, actual] = [logits(network, x), logits(loaded.network, x)];
      const scale = tf.max(tf.abs(expected)).dataSync()[0]!;
      const difference = tf.max(tf.abs(tf.sub(expected, actual))).dataSync()[0]! / scale;
      expect(difference).toBeGreaterThan(0);
      expect(difference).toBeLessThan(tolerance);

      const stock = await tf.loadLayersModel(await inMemory(paths[1]));
      const own = tf.softmax(actual);
      const theirs = stock.predict(x) as tf.Tensor;
      expect(tf.max(tf.abs(tf.sub(own, theirs))).dataSync()[0]).toBeLessThan(1e-5);
      disposeNetwork(network);
      disposeNetwork(loaded.network);
    }
  );
});

/** A model on disk as plain TensorFlow.js takes it without a file system of its own. */
async function inMemory(path: string): Promise<tf.io.IOHandler> {
  const json = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as tf.io.ModelJSON;
  const {buffer} = new Uint8Array(await readFile(join(path, 'weights.bin')));
  const artifacts = {
    modelTopology: json.modelTopology,
    weightSpecs: json.weightsManifest.flatMap(({weights}) => weights),
    weightData: buffer
  };
  return tf.io.fromMemory(artifacts);
}
