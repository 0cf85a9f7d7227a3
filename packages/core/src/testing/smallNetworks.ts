import {tf} from '@espalier/backend';
import type {Batch, Examples} from '../data.ts';
import {buildNetwork} from '../graph/buildNetwork.ts';
import type {LayerPlan} from '../graph/planNetwork.ts';
import type {Network} from '../graph/network.ts';
import {createRandom} from '../random.ts';

/** Seeded noise with a trace of its label, so that a network can learn a little. */
export function noisyExamples(size: number, shape: readonly number[], classes: number, seed = 0): Examples {
  const random = createRandom(`${seed}/examples`);
  const length = shape.reduce((product, side) => product * side, 1);
  const labels = Array.from({length: size}, (_, i) => i % classes);
  const x = labels.map(label =>
    Float32Array.from({length}, (_, i) => random.normal() + (i % classes === label ? 0.5 : 0))
  );
  const batch = (indices: readonly number[]): Batch =>
    tf.tidy(() => ({
      x: tf.stack(indices.map(i => tf.tensor(x[i]!, [...shape]))),
      y: tf.cast(
        tf.oneHot(
          tf.tensor1d(
            indices.map(i => labels[i]!),
            'int32'
          ),
          classes
        ),
        'float32'
      ) as tf.Tensor2D
    }));
  return {size, shape, classes, batch};
}

const conv = (name: string, filters: number, more: object = {}): LayerPlan => ({
  type: 'Conv2D',
  name,
  config: {filters, kernel_size: 3, padding: 'same', ...more}
});

/** Two convolutions with ReLU, max-pooling and a dense layer: [8, 8, 2] → 3 classes, 4 + 5 units. */
export function plainNetwork(seed = 1): Network {
  return buildNetwork({
    name: 'plain',
    inputShape: [8, 8, 2],
    seed,
    layers: [
      conv('conv1', 4, {activation: 'relu'}),
      {type: 'MaxPooling2D', name: 'pool1'},
      conv('conv2', 5, {activation: 'relu', strides: 2}),
      {type: 'Flatten', name: 'flatten'},
      {type: 'Dense', name: 'dense', config: {units: 3}}
    ]
  });
}

/** Batch normalisation with β ≠ 0 and moving statistics of its own, valid padding, dropout, average pooling. */
export function normalizedNetwork(seed = 1): Network {
  const network = buildNetwork({
    name: 'normalized',
    inputShape: [9, 9, 2],
    seed,
    layers: [
      conv('conv1', 6, {use_bias: false}),
      {type: 'BatchNormalization', name: 'bn1'},
      {type: 'ReLU', name: 'relu1'},
      {type: 'AveragePooling2D', name: 'pool1', config: {pool_size: 3, strides: 2, padding: 'same'}},
      {type: 'Dropout', name: 'dropout', config: {rate: 0.3}},
      conv('conv2', 7, {padding: 'valid'}),
      {type: 'BatchNormalization', name: 'bn2', config: {scale: false}},
      {type: 'Activation', name: 'tanh2', config: {activation: 'tanh'}},
      {type: 'GlobalAveragePooling2D', name: 'gap'},
      {type: 'Dense', name: 'hidden', config: {units: 8, activation: 'relu'}},
      {type: 'Dense', name: 'dense', config: {units: 3}}
    ]
  });
  shakeStatistics(network, seed);
  return network;
}

/** One residual block on a stream of 4 channels: [8, 8, 2] → 3 classes. */
export function residualNetwork(seed = 1): Network {
  return buildNetwork({
    name: 'residual',
    inputShape: [8, 8, 2],
    seed,
    layers: [
      conv('stem', 4, {activation: 'relu'}),
      conv('inner', 4, {activation: 'relu'}),
      {type: 'Add', name: 'sum', inputs: ['inner', 'stem']},
      {type: 'MaxPooling2D', name: 'pool'},
      {type: 'Flatten', name: 'flatten'},
      {type: 'Dense', name: 'dense', config: {units: 3}}
    ]
  });
}

/** Gives γ, β and moving statistics values that a trained network could have. */
export function shakeStatistics(network: Network, seed: number): void {
  for (const [name, tensor] of network.weights) {
    if (!/(gamma|beta|bias|alpha|moving_mean|moving_variance)$/.test(name)) continue;
    const random = createRandom(`${seed}/${name}`);
    const positive = /gamma|variance/.test(name);
    const values = Float32Array.from({length: tensor.size}, () =>
      positive ? 0.5 + random.uniform() : 0.5 * random.normal()
    );
    network.weights.set(name, tf.tensor(values, tensor.shape));
    tensor.dispose();
  }
}
