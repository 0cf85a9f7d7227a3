// Builds each network, prunes it, and writes into the folder given what others need to run it: the model as
// `espalier prune` saves it, inputs, and the outputs that Espalier computes.
import {writeFileSync, mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {buildNetwork, createRandom, findStructure, forward, readModel, removeUnitsChecked} from '@espalier/core';
import {saveModel} from '@espalier/experiments';
import {nestedModel} from './nestedModel.mjs';
import {networks} from './networks.mjs';

const EXAMPLES = 5;

const [folder] = process.argv.slice(2);
await startEngine({onNotice: line => console.error(line)});
const all = [
  ...networks.map(plan => ({...plan, network: build(plan)})),
  {name: 'a model within a model', network: readModel(nestedModel())}
];
const index = [];
for (const [seed, {name, network, words, units}] of all.entries()) {
  const random = createRandom(`browser/${seed}`);
  shakeWeights(network, random);
  const inputs = network.inputs.map(id => draw(shapeOf(network, id), words, random));
  const removed = prune(network, units, inputs, random);
  const home = String(seed);
  mkdirSync(join(folder, home));
  await saveModel(network, join(folder, home, 'model'));
  const data = {inputs: inputs.map(plain), outputs: outputsOf(network, inputs).map(plain)};
  writeFileSync(join(folder, home, 'data.json'), JSON.stringify(data));
  index.push({name, home, removed});
}
writeFileSync(join(folder, 'index.json'), JSON.stringify(index));

/** Networks end in logits unless they say how their softmax is written. */
function build({name, inputShape, layers, outputs, softmax = 'none'}) {
  const options = {name: name.replace(/\W+/g, '_'), inputShape, layers, outputs, seed: 1};
  const network = buildNetwork({...options, softmax: softmax === 'layer'});
  return softmax === 'fused' ? {...network, softmax: [{kind: 'fused'}]} : network;
}

function shapeOf({layers}, id) {
  return layers.get(id).config.batch_input_shape.slice(1);
}

/** Neutral weights (zero biases, unit variances) would hide mistakes. */
function shakeWeights({weights}, random) {
  for (const [name, tensor] of weights) {
    if (/kernel$|embeddings$/.test(name)) continue;
    const scale = /gamma$|moving_variance$/.test(name) ? () => 0.5 + random.uniform() : () => 0.4 * random.normal();
    weights.set(name, tf.tensor(Float32Array.from({length: tensor.size}, scale), tensor.shape));
    tensor.dispose();
  }
}

function draw(shape, words, random) {
  const size = EXAMPLES * shape.reduce((product, side) => product * side, 1);
  const value = () => (words === undefined ? random.normal() : Math.floor(words * random.uniform()));
  return tf.tensor(Float32Array.from({length: size}, value), [EXAMPLES, ...shape]);
}

/** Removes a third of the units of every group, wherever they lie. */
function prune(network, units, inputs, random) {
  const structure = findStructure(network, {units});
  const gone = structure.groups.flatMap(({first, size}) => {
    const order = Array.from({length: size}, (_, i) => ({unit: first + i, key: random.uniform()}));
    order.sort((a, b) => a.key - b.key);
    return order.slice(0, Math.max(size > 1 ? 1 : 0, Math.floor(size / 3))).map(({unit}) => unit);
  });
  removeUnitsChecked(network, structure, gone, inputs);
  return gone.length;
}

/** What the written model gives: with the softmax that reading took off. */
function outputsOf(network, inputs) {
  const values = forward(network, new Map(network.inputs.map((id, i) => [id, inputs[i]])), network.outputs);
  return network.outputs.map((id, i) => {
    const logits = values.get(id);
    return network.softmax[i].kind === 'none' ? logits : tf.softmax(logits);
  });
}

function plain(tensor) {
  return {shape: tensor.shape, values: Array.from(tensor.dataSync())};
}
