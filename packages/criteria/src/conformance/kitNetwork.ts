import {tf} from '@espalier/backend';
import {buildNetwork, createRandom, type Network} from '@espalier/core';
import {CLASSES, SHAPE} from './kitExamples.ts';

/** Two convolutions with ReLU, max-pooling between them, and a dense layer. Biases are not zero. The caller frees it. */
export function kitNetwork(widths: readonly [number, number] = [5, 7]): Network {
  const convolution = (name: string, filters: number) => ({
    type: 'Conv2D',
    name,
    config: {filters, kernel_size: [3, 3], padding: 'same', activation: 'relu'}
  });
  const network = buildNetwork({
    name: 'conformance',
    inputShape: SHAPE,
    seed: 1,
    layers: [
      convolution('conv1', widths[0]),
      {type: 'MaxPooling2D', name: 'pool1', config: {pool_size: [2, 2], strides: [2, 2]}},
      convolution('conv2', widths[1]),
      {type: 'Flatten', name: 'flatten', config: {}},
      {type: 'Dense', name: 'logits', config: {units: CLASSES}}
    ]
  });
  const random = createRandom('conformance/biases');
  for (const name of ['conv1/bias', 'conv2/bias']) changeWeight(network, name, () => 0.3 * random.normal());
  return network;
}

/** Replaces a weight, element by element; `index` has one entry an axis. */
export function changeWeight(
  {weights}: Network,
  name: string,
  change: (value: number, index: readonly number[]) => number
): void {
  const before = weights.get(name);
  if (!before) throw new Error(`Expected the network to have a weight "${name}".`);
  const values = Float32Array.from(before.dataSync(), (value, at) => change(value, indexOf(at, before.shape)));
  weights.set(name, tf.tensor(values, before.shape));
  before.dispose();
}

function indexOf(at: number, shape: readonly number[]): number[] {
  return shape.reduceRight<number[]>((index, size) => {
    index.unshift(at % size);
    at = Math.floor(at / size);
    return index;
  }, []);
}
