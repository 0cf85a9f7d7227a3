import {tf} from '@espalier/backend';
import {beforeAll, expect, it} from 'vitest';
import {removeUnitsChecked, TOLERANCE} from '../checkRemoval.ts';
import {logits} from '../evaluate.ts';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {findStructure} from '../graph/findStructure.ts';
import {readModel} from '../graph/readModel.ts';
import {startTestEngine} from '../testing/engine.ts';
import {normal} from '../testing/oneLayer.ts';
import {artifacts, predictions} from '../testing/tensorFlow.ts';

beforeAll(startTestEngine);

/** A vector with a value for each channel meets a map of as many channels, as in squeeze and excitation. */
function gated(merge: () => tf.layers.Layer): tf.LayersModel {
  const x = tf.input({shape: [4, 5, 2]});
  const map = tf.layers.conv2d({filters: 4, kernelSize: 2, name: 'map'}).apply(x);
  const mean = tf.layers.globalAveragePooling2d({}).apply(map);
  const gate = tf.layers.dense({units: 4, activation: 'sigmoid', name: 'gate'}).apply(mean);
  const both = merge().apply([map, gate] as tf.SymbolicTensor[]);
  const flat = tf.layers.flatten().apply(both);
  const outputs = tf.layers.dense({units: 3}).apply(flat) as tf.SymbolicTensor;
  return tf.model({inputs: x, outputs});
}

it.each(['add', 'average', 'maximum', 'minimum', 'multiply'] as const)(
  '%s takes inputs of fewer axes as TensorFlow.js does, and is pruned to what ablation says',
  async merge => {
    const model = gated(() => tf.layers[merge]());
    const network = readModel(await artifacts(model));
    const x = normal([3, 4, 5, 2], 1);
    const near = async () => {
      const [ours, [theirs]] = [logits(network, x), await predictions(network, x)];
      expect(tf.max(tf.abs(tf.sub(ours, theirs!))).dataSync()[0]).toBeLessThan(1e-5);
      tf.dispose([ours, theirs]);
    };
    await near();
    const structure = findStructure(network);
    expect(structure.groups.map(({layers}) => layers)).toEqual([['map', 'gate']]);
    expect(removeUnitsChecked(network, structure, [1, 2], x).difference).toBeLessThanOrEqual(TOLERANCE);
    await near();
    disposeNetwork(network);
    model.dispose();
    x.dispose();
  }
);
