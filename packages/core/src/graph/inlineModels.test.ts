import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {removeUnitsChecked, TOLERANCE} from '../checkRemoval.ts';
import {startTestEngine} from '../testing/engine.ts';
import {artifacts, predictions} from '../testing/tensorFlow.ts';
import {disposeNetwork} from './disposeNetwork.ts';
import {fed} from './feed.ts';
import {findStructure} from './findStructure.ts';
import {forward} from './forward.ts';
import {readModel} from './readModel.ts';
import {inferShapes} from './shapes.ts';

beforeAll(startTestEngine);

const image = () => tf.input({shape: [6, 6, 2]});
const conv = (filters: number, name: string, inputShape?: [number, number, number]) =>
  tf.layers.conv2d({filters, kernelSize: 3, padding: 'same', activation: 'relu', name, inputShape});

/** A feature extractor as transfer learning has it. */
function trunk(name: string): tf.LayersModel {
  const input = image();
  const first = conv(4, 'conv1').apply(input) as tf.SymbolicTensor;
  const second = conv(4, 'conv2').apply(first) as tf.SymbolicTensor;
  const sum = tf.layers.add({name: 'sum'}).apply([first, second]) as tf.SymbolicTensor;
  return tf.model({
    inputs: input,
    outputs: tf.layers.globalAveragePooling2d({name: 'pool'}).apply(sum) as tf.SymbolicTensor,
    name
  });
}

const MODELS: Readonly<Record<string, () => tf.LayersModel>> = {
  'a model inside a sequential one': () =>
    tf.sequential({layers: [trunk('trunk'), tf.layers.dense({units: 3, activation: 'softmax'})]}),
  'a sequential model inside a functional one': () => {
    const input = image();
    const inner = tf.sequential({
      layers: [conv(3, 'a', [6, 6, 5]), tf.layers.batchNormalization(), conv(2, 'b')],
      name: 'inner'
    });
    const x = inner.apply(conv(5, 'first').apply(input)) as tf.SymbolicTensor;
    return tf.model({inputs: input, outputs: tf.layers.flatten().apply(x) as tf.SymbolicTensor});
  },
  'one model called on two inputs': () => {
    const shared = trunk('twin');
    const inputs = [image(), image()];
    const ends = inputs.map(input => shared.apply(input) as tf.SymbolicTensor);
    const merged = tf.layers.concatenate().apply(ends) as tf.SymbolicTensor;
    return tf.model({inputs, outputs: tf.layers.dense({units: 3}).apply(merged) as tf.SymbolicTensor});
  },
  'a model applied to every step': () => {
    const input = tf.input({shape: [3, 6, 6, 2]});
    const steps = tf.layers.timeDistributed({layer: trunk('frame')}).apply(input);
    const last = tf.layers.gru({units: 4}).apply(steps);
    return tf.model({inputs: input, outputs: tf.layers.dense({units: 3}).apply(last) as tf.SymbolicTensor});
  },
  'several outputs, some of them softmax': () => {
    const input = image();
    const body = conv(5, 'body').apply(input) as tf.SymbolicTensor;
    const pooled = tf.layers.flatten().apply(body) as tf.SymbolicTensor;
    const outputs = [
      tf.layers.dense({units: 3, activation: 'softmax', name: 'classes'}).apply(pooled) as tf.SymbolicTensor,
      tf.layers.softmax().apply(tf.layers.dense({units: 2}).apply(pooled)) as tf.SymbolicTensor,
      tf.layers.dense({units: 1, activation: 'sigmoid'}).apply(pooled) as tf.SymbolicTensor
    ];
    return tf.model({inputs: input, outputs});
  },
  'a softmax that is an output and read besides': () => {
    const input = image();
    const hidden = tf.layers.flatten().apply(conv(3, 'body').apply(input));
    const sure = tf.layers
      .softmax({name: 'sure'})
      .apply(tf.layers.dense({units: 3}).apply(hidden)) as tf.SymbolicTensor;
    const more = tf.layers.dense({units: 2}).apply(sure) as tf.SymbolicTensor;
    return tf.model({inputs: input, outputs: [sure, more]});
  },
  'a softmax in the middle': () => {
    const input = image();
    const first = conv(5, 'first').apply(input);
    const weights = tf.layers.conv2d({filters: 4, kernelSize: 1, activation: 'softmax', name: 'gate'}).apply(first);
    const gated = tf.layers
      .multiply()
      .apply([weights as tf.SymbolicTensor, conv(4, 'value').apply(input) as tf.SymbolicTensor]);
    const last = conv(3, 'last').apply(conv(5, 'free').apply(gated)) as tf.SymbolicTensor;
    return tf.model({inputs: input, outputs: tf.layers.flatten().apply(last) as tf.SymbolicTensor});
  }
};

describe('inlineModels', () => {
  it.each(Object.keys(MODELS))('computes, prunes and writes %s as TensorFlow.js does', async name => {
    const model = MODELS[name]!();
    const network = readModel(await artifacts(model));
    const shapes = inferShapes(network);
    const x = network.inputs.map((id, i) => tf.randomNormal([3, ...shapes.get(id)!], 0, 1, 'float32', 7 + i));
    const expectSame = async (theirs: tf.Tensor[]) => {
      const again = await predictions(network, x);
      theirs.forEach((one, i) => {
        expect(tf.max(tf.abs(tf.sub(one, again[i]!))).dataSync()[0]).toBeLessThan(1e-5);
      });
    };
    await expectSame([model.predict(x)].flat());
    const structure = findStructure(network);
    const gone = structure.groups.filter(({size}) => size > 1).map(({first}) => first + 1);
    expect(gone.length).toBeGreaterThan(0);
    expect(removeUnitsChecked(network, structure, gone, x).difference).toBeLessThanOrEqual(TOLERANCE);
    const ours = tf.tidy(() => {
      const values = forward(network, fed(network, x), network.outputs);
      return network.outputs.map((id, i) =>
        network.softmax[i]!.kind === 'none' ? values.get(id)! : tf.softmax(values.get(id)!)
      );
    });
    await expectSame(ours);
    disposeNetwork(network);
  });

  it('freezes what a softmax in the middle mixes, and says so', async () => {
    const network = readModel(await artifacts(MODELS['a softmax in the middle']!()));
    expect(Object.fromEntries(findStructure(network).frozen)).toEqual({
      gate: 'it ends in a softmax over its channels',
      value: expect.stringMatching(
        /^Multiply "multiply_Multiply\d+" joins its inputs; it ends in a softmax over its channels$/
      ) as string,
      last: 'its channels reach an output of the network'
    });
    disposeNetwork(network);
  });

  it('names layers of inner models after their model only where they would collide', async () => {
    const input = image();
    const both = ['left', 'right'].map(side => trunk(side).apply(input) as tf.SymbolicTensor);
    const network = readModel(
      await artifacts(tf.model({inputs: input, outputs: tf.layers.add().apply(both) as tf.SymbolicTensor})).catch(() =>
        expect.fail('not saved')
      )
    );
    expect([...network.layers.keys()]).toContain('left/conv1');
    disposeNetwork(network);
  });
});
