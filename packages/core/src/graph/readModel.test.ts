import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {logits} from '../evaluate.ts';
import {shakeStatistics} from '../testing/smallNetworks.ts';
import {startTestEngine} from '../testing/engine.ts';
import {artifacts, loadWithTensorFlow} from '../testing/tensorFlow.ts';
import {disposeNetwork} from './disposeNetwork.ts';
import type {WeightData} from './network.ts';
import {readModel} from './readModel.ts';
import {writeModel} from './writeModel.ts';

beforeAll(startTestEngine);

function layersModel(): tf.Sequential {
  return tf.sequential({
    layers: [
      tf.layers.conv2d({inputShape: [11, 10, 3], filters: 5, kernelSize: [3, 2], strides: 2, padding: 'same'}),
      tf.layers.batchNormalization({epsilon: 0.01}),
      tf.layers.reLU({maxValue: 6}),
      tf.layers.maxPooling2d({poolSize: 2, strides: 1}),
      tf.layers.conv2d({
        filters: 6,
        kernelSize: 3,
        dilationRate: 2,
        padding: 'same',
        activation: 'elu',
        useBias: false
      }),
      tf.layers.batchNormalization({scale: false}),
      tf.layers.leakyReLU({alpha: 0.2}),
      tf.layers.averagePooling2d({poolSize: [2, 1], padding: 'same'}),
      tf.layers.dropout({rate: 0.5}),
      tf.layers.flatten(),
      tf.layers.dense({units: 7, activation: 'tanh'}),
      tf.layers.dense({units: 4, activation: 'softmax'})
    ]
  });
}

describe('readModel', () => {
  it('computes what TensorFlow.js computes, and writes what TensorFlow.js reads', async () => {
    const model = layersModel();
    const network = readModel(await artifacts(model));
    shakeStatistics(network, 3);
    const parts = writeModel(network);
    const again = await loadWithTensorFlow(parts);
    const x = tf.randomNormal([4, 11, 10, 3], 0, 1, 'float32', 5);
    const ours = tf.softmax(logits(network, x));
    const theirs = again.predict(x) as tf.Tensor;
    expect(tf.max(tf.abs(tf.sub(ours, theirs))).dataSync()[0]).toBeLessThan(1e-6);
    expect(network.softmax).toEqual([{kind: 'fused'}]);
    disposeNetwork(network);
  });

  it('takes off a softmax that is a layer of its own and puts it back', async () => {
    const input = tf.input({shape: [5]});
    const hidden = tf.layers.dense({units: 3, name: 'hidden'}).apply(input);
    const output = tf.layers.softmax({name: 'probabilities'}).apply(hidden) as tf.SymbolicTensor;
    const network = readModel(await artifacts(tf.model({inputs: input, outputs: output})));
    expect(network.outputs).toEqual(['hidden']);
    const again = await loadWithTensorFlow(writeModel(network));
    expect(again.outputNames).toEqual(['probabilities']);
    disposeNetwork(network);
  });

  it('says which layer or weight does not fit', async () => {
    const parts = await artifacts(layersModel());
    const [first] = [...parts.weights.keys()];
    const changed = (weight: Partial<WeightData> | undefined) => {
      const weights = new Map(parts.weights);
      if (weight) weights.set(first!, {...weights.get(first!)!, ...weight});
      else weights.delete(first!);
      return () => readModel({...parts, weights});
    };
    expect(changed(undefined)).toThrow(`Expected a weight "${first}" of shape [3, 2, 3, 5], got none.`);
    expect(changed({shape: [3, 2, 3, 4]})).toThrow(
      `Expected weight "${first}" to have shape [3, 2, 3, 5], got [3, 2, 3, 4].`
    );
    expect(changed({values: new Float32Array(90).fill(NaN)})).toThrow(
      `Expected weight "${first}" to be finite, got NaN at index 0.`
    );
  });

  it('knows weights by Keras’ longer names, refuses negative variances, and activations that it cannot compute', async () => {
    const parts = await artifacts(layersModel());
    const long = new Map([...parts.weights].map(([name, weight]) => [name.replace('/', '/cell/'), weight]));
    const network = readModel({...parts, weights: long});
    expect(network.weights.size).toBe(parts.weights.size);
    disposeNetwork(network);
    const variance = [...parts.weights.keys()].find(name => name.endsWith('moving_variance'))!;
    const bad = {...parts.weights.get(variance)!, values: new Float32Array(5).fill(-1)};
    expect(() => readModel({...parts, weights: new Map(parts.weights).set(variance, bad)})).toThrow(
      `Expected weight "${variance}" to be at least 0, got -1 at index 0.`
    );
    const topology = JSON.parse(JSON.stringify(parts.topology).replace('"tanh"', '"maxout"')) as object;
    expect(() => readModel({topology, weights: parts.weights})).toThrow(
      /^Layer "dense_Dense\d+" \(Dense\): Expected `activation` to be one of linear, .*, got "maxout"\.$/
    );
  });

  it.each([
    [{}, 'Expected `class_name` to be Sequential, Model or Functional, got nothing.'],
    [[], 'Expected modelTopology to be an object, got [].'],
    [{class_name: 'Sequential', config: {layers: []}}, 'Expected a Sequential model to have layers, got none.'],
    [
      {
        class_name: 'Sequential',
        config: {layers: [{class_name: 'Lambda', config: {name: 'l', batch_input_shape: [null, 2]}}]}
      },
      /^Layer "l" \(Lambda\): Unknown layer class "Lambda"\. Known: /
    ],
    [
      functional([
        ['a', ['input', 'b']],
        ['b', ['a']]
      ]),
      'Expected the model to have no cycles, got one through layer "a".'
    ],
    [functional([['a', ['input', 'c']]]), 'Expected layer "a" to read a layer of the model, got "c".']
  ])('refuses a broken topology: %j', (topology, message) => {
    expect(() => readModel({topology, weights: new Map()})).toThrow(message);
  });
});

function functional(layers: readonly (readonly [string, readonly string[]])[]): object {
  const input = {class_name: 'InputLayer', name: 'input', config: {name: 'input', batch_input_shape: [null, 3]}};
  return {
    class_name: 'Model',
    config: {
      name: 'broken',
      layers: [
        {...input, inbound_nodes: []},
        ...layers.map(([name, inputs]) => ({
          class_name: 'Add',
          name,
          config: {name},
          inbound_nodes: [inputs.map(source => [source, 0, 0, {}])]
        }))
      ],
      input_layers: [['input', 0, 0]],
      output_layers: [['a', 0, 0]]
    }
  };
}
