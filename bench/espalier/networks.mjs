import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {tf} from '../../packages/backend/dist/index.js';
import {buildNetwork} from '../../packages/core/dist/index.js';
import {buildZooNetwork} from '../../packages/experiments/dist/index.js';
import {writeNpy} from '../harness/npy.mjs';
import {loadNpy} from './examples.mjs';

const CHAINS = {
  'vgg-like': [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M'],
  'vgg-s, half of each layer': [16, 16, 'M', 32, 32, 'M', 64, 64, 'M'],
  // Layer sizes that pruning leaves are no round numbers.
  'vgg-s, odd layer sizes': [21, 19, 'M', 37, 43, 'M', 77, 83, 'M']
};

/** One of the chains above, as 3 × 3 convolutions with ReLU and a dense layer, or a network of the zoo. */
export function benchNetwork(name, {inputShape = [32, 32, 3], classes = 10, seed = 0} = {}) {
  const steps = CHAINS[name];
  if (!steps) return buildZooNetwork(name, {inputShape, classes, seed});
  return buildNetwork({name: 'chain', inputShape, seed, layers: vggLayers(steps, classes)});
}

/** 3 × 3 convolutions with ReLU, 2 × 2 max-pooling where the plan says M, and a dense layer. */
export function vggLayers(steps, classes) {
  const counts = {conv: 0, pool: 0};
  const body = steps.map(step =>
    step === 'M'
      ? {type: 'MaxPooling2D', name: `pool${++counts.pool}`}
      : {
          type: 'Conv2D',
          name: `conv${++counts.conv}`,
          config: {filters: step, kernel_size: 3, padding: 'same', activation: 'relu'}
        }
  );
  return [...body, {type: 'Flatten', name: 'flatten'}, {type: 'Dense', name: 'logits', config: {units: classes}}];
}

/** Noise and labels in turn: [batch, …inputShape] and one-hot [batch, classes]. */
export function noise(batch, {inputShape = [32, 32, 3], classes = 10, seed = 1} = {}) {
  const labels = Int32Array.from({length: batch}, (_, i) => i % classes);
  const x = tf.randomNormal([batch, ...inputShape], 0, 1, 'float32', seed);
  return {x, y: tf.oneHot(tf.tensor1d(labels, 'int32'), classes).toFloat(), labels};
}

const fileOf = (folder, name) => join(folder, `${name.replace('/', '.')}.npy`);

/** Every weight as `layer.weight.npy`, for the other side to start from. */
export function writeWeights(network, folder) {
  mkdirSync(folder, {recursive: true});
  for (const [name, weight] of network.weights) writeNpy(fileOf(folder, name), weight.shape, weight.dataSync());
}

export function readWeights(network, folder) {
  for (const [name, weight] of network.weights) {
    const {data, shape} = loadNpy(fileOf(folder, name));
    network.weights.set(name, tf.tensor(data, shape));
    weight.dispose();
  }
  return network;
}
