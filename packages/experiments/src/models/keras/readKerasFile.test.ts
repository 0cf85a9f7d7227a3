import {mkdtemp, readFile, rm, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {gunzipSync} from 'node:zlib';
import {startEngine, tf} from '@espalier/backend';
import {disposeNetwork, forward, type Network} from '@espalier/core';
import {zipSync} from 'fflate';
import {afterAll, beforeAll, describe, expect, it} from 'vitest';
import {loadModel} from '../loadModel.ts';
import {modelFiles} from '../saveModel.ts';

interface Recorded {
  readonly shape: number[];
  readonly values: number[];
}

let folder: string;
beforeAll(async () => {
  await startEngine({threads: 1});
  folder = await mkdtemp(join(tmpdir(), 'espalier-keras-'));
});
afterAll(() => rm(folder, {recursive: true, force: true}));

const fixture = (name: string) => new URL(`../../../fixtures/keras/${name}`, import.meta.url);

/** Unpacks a stored file, with its bytes changed where asked. */
async function unpacked(name: string, change = (bytes: Uint8Array) => bytes): Promise<string> {
  const path = join(folder, name);
  await writeFile(path, change(gunzipSync(await readFile(fixture(`${name}.gz`)))));
  return path;
}

async function recorded(name: string): Promise<{inputs: readonly Recorded[]; outputs: readonly Recorded[]}> {
  return JSON.parse(await readFile(fixture(`${name}.json`), 'utf8')) as {inputs: Recorded[]; outputs: Recorded[]};
}

/** Outputs of a network, with the final softmax put back where the model had one. */
function outputsOf(network: Network, inputs: readonly Recorded[]): number[][] {
  return tf.tidy(() => {
    const given = new Map(network.inputs.map((id, i) => [id, tf.tensor(inputs[i]!.values, inputs[i]!.shape)]));
    const computed = forward(network, given, [...network.outputs]);
    return network.outputs.map((id, i) => {
      const y = computed.get(id)!;
      return [...(network.softmax[i]!.kind === 'none' ? y : tf.softmax(y)).dataSync()];
    });
  });
}

const FILES = {
  branches: ['branches.keras', 'branches.h5'],
  branches2: ['branches2.keras', 'branches2.h5'],
  chain: ['chain.keras'],
  chain2: ['chain2.h5'],
  recurrent: ['recurrent.keras', 'recurrent.h5'],
  recurrent2: ['recurrent2.keras', 'recurrent2.h5'],
  nested: ['nested.keras', 'nested.h5'],
  nested2: ['nested2.keras', 'nested2.h5'],
  steps: ['steps.keras', 'steps.h5'],
  steps2: ['steps2.keras', 'steps2.h5']
};
const CASES = Object.entries(FILES).flatMap(([name, files]) => files.map(file => [file, name] as const));

it.each(CASES)('computes what Keras predicted with %s', async (file, name) => {
  const {inputs, outputs} = await recorded(name);
  const tensors = tf.memory().numTensors;
  const {network, sha256} = await loadModel(await unpacked(file));
  expect(sha256).toMatch(/^[0-9a-f]{64}$/);
  const computed = outputsOf(network, inputs);
  disposeNetwork(network);
  expect(tf.memory().numTensors).toBe(tensors);
  expect(computed.length).toBe(outputs.length);
  outputs.forEach(({values}, i) => {
    const largest = Math.max(...values.map(Math.abs));
    const gap = Math.max(...values.map((value, j) => Math.abs(value - computed[i]![j]!)));
    expect(gap).toBeLessThan(1e-5 * largest);
  });
});

it.each(CASES)('writes %s so that plain TensorFlow.js computes the same', async (file, name) => {
  const {inputs, outputs} = await recorded(name);
  const {network} = await loadModel(await unpacked(file));
  const {json, weights} = modelFiles(network);
  disposeNetwork(network);
  const {modelTopology, weightsManifest} = JSON.parse(json) as tf.io.ModelJSON;
  const weightSpecs = weightsManifest.flatMap(group => group.weights);
  const weightData = new Uint8Array(weights).buffer;
  const plain = await tf.loadLayersModel(tf.io.fromMemory({modelTopology, weightSpecs, weightData}));
  const tensors = inputs.map(({shape, values}) => tf.tensor(values, shape));
  const computed = [plain.predict(tensors.length > 1 ? tensors : tensors[0]!)].flat();
  outputs.forEach(({values}, i) => {
    const found = computed[i]!.dataSync();
    const gap = Math.max(...values.map((value, j) => Math.abs(value - found[j]!)));
    expect(gap).toBeLessThan(1e-5 * Math.max(...values.map(Math.abs)));
  });
  tf.dispose([tensors, computed]);
  plain.dispose();
});

describe('a Keras file that cannot be used', () => {
  const REFUSED = [
    [
      'lambda.keras',
      'Expected layer "double" to be described by its settings, got a Lambda, whose code lies in the model file and is ' +
        'never run. Save the model with a layer of Keras in its place.'
    ],
    ['lambda.h5', 'Expected layer "double" to be described by its settings, got a Lambda'],
    ['custom.keras', 'Expected layer "own" to be of a class of Keras, got mine>Conv2D, whose code is not in the file.'],
    ['operation.keras', 'Expected layer "average" to be a layer, got the operation keras.src.ops.numpy.Average.'],
    [
      'gru.keras',
      'Expected layer "memory" (GRU) to be one that TensorFlow.js has, got reset_after true. Train it with ' +
        'reset_after=False.'
    ]
  ] as const;

  it.each(REFUSED)('is refused by name: %s', async (file, says) => {
    const path = await unpacked(file);
    await expect(loadModel(path)).rejects.toThrow(`${path}: ${says}`);
  });

  it('is named where it holds weights alone', async () => {
    const path = await unpacked('chain.weights.h5');
    await expect(loadModel(path)).rejects.toThrow(
      `Expected ${path} to hold a whole model, got weights alone. Say whose they are: espalier import ${path} ` +
        '--network NAME --out DIR.'
    );
  });

  it('is named where it is no HDF5 file, cut short, or an archive of other things', async () => {
    const text = join(folder, 'text.h5');
    await writeFile(text, 'not what it says');
    await expect(loadModel(text)).rejects.toThrow(
      `Expected ${text} to be a whole HDF5 file, got one that cannot be read: Not an HDF5 file`
    );
    const cut = await unpacked('chain2.h5', bytes => bytes.subarray(0, 5000));
    await expect(loadModel(cut)).rejects.toThrow(
      `Expected ${cut} to be a whole HDF5 file, got one that cannot be read: File has been truncated`
    );
    const torn = await unpacked('chain.keras', bytes => bytes.subarray(0, 5000));
    await expect(loadModel(torn)).rejects.toThrow(
      `Expected ${torn} to be a whole .keras (zip) file, got one that cannot be unpacked: ` +
        'no end of the central directory.'
    );
    const other = join(folder, 'other.keras');
    await writeFile(other, zipSync({'config.json': Buffer.from('{}')}));
    await expect(loadModel(other)).rejects.toThrow(
      `Expected ${other} to hold config.json and model.weights.h5, got config.json.`
    );
  });

  it('is refused where it is packed to explode', async () => {
    const path = join(folder, 'bomb.keras');
    const zeros = new Uint8Array(70 * 2 ** 20);
    await writeFile(path, zipSync({'config.json': zeros, 'model.weights.h5': zeros}));
    await expect(loadModel(path)).rejects.toThrow(
      /^Expected config.json of \S+ to unpack to at most 6\d{7} bytes, got a claim of 73400320.$/
    );
  });

  it('is refused where its header claims more than the file holds', async () => {
    for (const name of ['claim.h5', 'packed.h5']) {
      const path = await unpacked(name);
      await expect(loadModel(path)).rejects.toThrow(
        new RegExp(
          `^${path}: Expected model_weights/dense/dense/kernel:0 to be as large as its file of \\d+ bytes allows, ` +
            'got a claim of shape \\[1073741824\\], 4294967296 bytes.$'
        )
      );
    }
    const bomb = await unpacked('chain.keras', bytes => {
      const copy = Buffer.from(bytes);
      const entry = copy.indexOf(Buffer.from([0x50, 0x4b, 1, 2]), copy.indexOf('config.json'));
      copy.writeUInt32LE(0xf0000000, entry + 24); // unpacked size, in the central directory
      return copy;
    });
    await expect(loadModel(bomb)).rejects.toThrow(
      / of \S+chain.keras to unpack to at most \d+ bytes, got a claim of 4026531840/
    );
  });
});
