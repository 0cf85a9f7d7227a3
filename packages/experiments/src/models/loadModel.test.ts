import {cp, mkdir, mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {createHash} from 'node:crypto';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {disposeNetwork, logits} from '@espalier/core';
import {beforeAll, beforeEach, describe, expect, it} from 'vitest';
import {loadModel} from './loadModel.ts';
import {saveModel} from './saveModel.ts';
import {buildZooNetwork} from './zoo/index.ts';

let folder: string;
beforeAll(async () => {
  await startEngine();
});
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'espalier-test-'));
});

async function saved(name = 'model'): Promise<string> {
  const network = buildZooNetwork('lenet', {inputShape: [8, 8, 1], classes: 10, seed: 3});
  const path = join(folder, name);
  await saveModel(network, path);
  disposeNetwork(network);
  return path;
}

async function edited(path: string, edit: (text: string) => string): Promise<void> {
  const file = join(path, 'model.json');
  await writeFile(file, edit(await readFile(file, 'utf8')));
}

describe('a saved model', () => {
  it.each(['lenet', 'vgg-s', 'vgg-s-bn', 'vgg-xs', 'resnet-20'])(
    'of %s loads with the same outputs, here and in plain TensorFlow.js',
    async name => {
      const network = buildZooNetwork(name, {inputShape: [16, 16, 2], classes: 5, seed: 1});
      const path = join(folder, name);
      await saveModel(network, path);
      const loaded = await loadModel(path);
      const x = tf.randomNormal([3, 16, 16, 2], 0, 1, 'float32', 7);
      const wanted = tf.tidy(() => tf.softmax(logits(network, x)).dataSync());
      const got = tf.tidy(() => tf.softmax(logits(loaded.network, x)).dataSync());
      expect(got).toEqual(wanted);
      const json = JSON.parse(await readFile(join(path, 'model.json'), 'utf8')) as tf.io.ModelJSON;
      const weightData = new Uint8Array(await readFile(join(path, 'weights.bin'))).buffer;
      const weightSpecs = json.weightsManifest.flatMap(({weights}) => weights);
      const plain = await tf.loadLayersModel(
        tf.io.fromMemory({modelTopology: json.modelTopology, weightSpecs, weightData})
      );
      const theirs = tf.tidy(() => (plain.predict(x) as tf.Tensor).dataSync());
      theirs.forEach((value, i) => expect(value).toBeCloseTo(wanted[i]!, 5));
      expect(json).toMatchObject({format: 'layers-model', convertedBy: null});
      disposeNetwork(network);
      disposeNetwork(loaded.network);
      plain.dispose();
      x.dispose();
    }
  );

  it('has the same bytes for the same seed, and a digest over its files in order', async () => {
    const [first, second] = [await saved('first'), await saved('second')];
    for (const file of ['model.json', 'weights.bin']) {
      expect(await readFile(join(second, file))).toEqual(await readFile(join(first, file)));
    }
    const {network, sha256} = await loadModel(join(first, 'model.json'));
    disposeNetwork(network);
    const hash = createHash('sha256');
    for (const file of ['model.json', 'weights.bin']) hash.update(await readFile(join(first, file)));
    expect(sha256).toBe(hash.digest('hex'));
  });

  it('replaces an older one of its name', async () => {
    const path = await saved();
    await saved();
    await expect(loadModel(path)).resolves.toMatchObject({path});
  });
});

it('reads weights of several files, quantized ones too', async () => {
  const path = join(folder, 'quantized');
  await mkdir(path);
  const layers = [
    {class_name: 'Conv2D', config: {name: 'c', filters: 2, kernel_size: [1, 1], batch_input_shape: [null, 2, 2, 1]}},
    {class_name: 'Flatten', config: {name: 'f'}},
    {class_name: 'Dense', config: {name: 'd', units: 2, use_bias: false, activation: 'softmax'}}
  ];
  const weightsManifest = [
    {
      paths: ['a.bin', 'b.bin'],
      weights: [
        {name: 'c/kernel', shape: [1, 1, 1, 2], dtype: 'float32', quantization: {dtype: 'uint8', scale: 0.5, min: -1}},
        {name: 'c/bias', shape: [2], dtype: 'float32', quantization: {dtype: 'uint16', scale: 0.25, min: 0}}
      ]
    },
    {
      paths: ['c.bin'],
      weights: [{name: 'd/kernel', shape: [8, 2], dtype: 'float32', quantization: {dtype: 'float16'}}]
    }
  ];
  await writeFile(
    join(path, 'model.json'),
    JSON.stringify({modelTopology: {class_name: 'Sequential', config: {layers}}, weightsManifest})
  );
  await writeFile(join(path, 'a.bin'), Uint8Array.from([0, 6]));
  await writeFile(join(path, 'b.bin'), Uint8Array.from([4, 0, 0, 1]));
  await writeFile(join(path, 'c.bin'), new Uint8Array(Uint16Array.from({length: 16}, () => 0x3c00).buffer));
  const {network} = await loadModel(path);
  const values = (name: string) => [...network.weights.get(name)!.dataSync()];
  expect(values('c/kernel')).toEqual([-1, 2]);
  expect(values('c/bias')).toEqual([1, 64]);
  expect(values('d/kernel')).toEqual(new Array<number>(16).fill(1));
  disposeNetwork(network);
});

it('takes another input size where it is told one', async () => {
  const network = buildZooNetwork('lenet', {inputShape: [8, 8, 1], classes: 10, seed: 0});
  const global = join(folder, 'sized');
  await saveModel(network, global);
  disposeNetwork(network);
  await expect(loadModel(global, {inputShape: [12, 12, 1]})).rejects.toThrow('dense1/kernel');
});

describe('a model that cannot be used', () => {
  it('is named where it does not exist', async () => {
    const path = join(folder, 'nowhere');
    await expect(loadModel(path)).rejects.toThrow(
      `Expected a model folder, a model.json or a Keras file (.h5, .keras), got ${path}, which does not exist.`
    );
    await expect(loadModel(folder)).rejects.toThrow(
      `Expected ${folder} to hold a model.json, got a folder without one.`
    );
    const other = join(folder, 'model.onnx');
    await writeFile(other, '');
    await expect(loadModel(other)).rejects.toThrow(
      `Expected a TensorFlow.js layers model (a folder with model.json) or a Keras file (.h5, .keras), got ${other}.`
    );
  });

  it('is named where its JSON is cut short or of another kind', async () => {
    const path = await saved();
    await edited(path, text => text.slice(0, 100));
    await expect(loadModel(path)).rejects.toThrow(`${path}/model.json: Expected JSON, got `);
    await edited(path, () => '{"modelTopology": {}}');
    await expect(loadModel(path)).rejects.toThrow(
      `${path}/model.json: Expected a TensorFlow.js layers model; weightsManifest: Invalid input: expected array, received undefined.`
    );
  });

  it('is named where weights are missing, short, not finite or of another shape', async () => {
    const path = await saved();
    const bytes = await readFile(join(path, 'weights.bin'));
    const variant = async (name: string) => {
      await cp(path, join(folder, name), {recursive: true});
      return join(folder, name);
    };
    const missing = await variant('missing');
    await edited(missing, text => text.replace('weights.bin', 'gone.bin'));
    await expect(loadModel(missing)).rejects.toThrow(
      `${missing}/model.json: Expected the weight file gone.bin beside it, got ENOENT`
    );
    const short = await variant('short');
    await writeFile(join(short, 'weights.bin'), bytes.subarray(0, -4));
    await expect(loadModel(short)).rejects.toThrow(
      `${short}/model.json: Expected weights.bin to hold ${bytes.length} bytes of weights, got ${bytes.length - 4}.`
    );
    const nan = await variant('nan');
    await writeFile(join(nan, 'weights.bin'), Buffer.concat([Buffer.from([0, 0, 0xc0, 0x7f]), bytes.subarray(4)]));
    await expect(loadModel(nan)).rejects.toThrow(
      `${nan}: Expected weight "conv1/kernel" to be finite, got NaN at index 0.`
    );
    const shape = await variant('shape');
    await edited(shape, text => text.replace('"shape":[5,5,1,20]', '"shape":[25,1,1,20]'));
    await expect(loadModel(shape)).rejects.toThrow(
      `${shape}: Expected weight "conv1/kernel" to have shape [5, 5, 1, 20], got [25, 1, 1, 20].`
    );
  });
});
