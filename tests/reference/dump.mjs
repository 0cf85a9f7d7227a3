// Writes one JSON file a network into the folder given: layers, weights, examples, and what Espalier computes from them.
import {writeFileSync} from 'node:fs';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {
  buildNetwork,
  createRandom,
  findStructure,
  logits,
  lossChanges,
  measureOracle,
  scoreUnits
} from '@espalier/core';
import {allCriteria} from '@espalier/criteria';
import {cases} from './cases/index.mjs';

const EXAMPLES = 24;
const CLASSES = 4;

const [folder] = process.argv.slice(2);
await startEngine({onNotice: line => console.error(line)});
// A random score has no reference but its own seed.
const criteria = allCriteria.filter(({name}) => name !== 'random');
for (const [seed, plan] of cases.entries()) {
  writeFileSync(join(folder, `${plan.name}.json`), JSON.stringify(await dump(plan, seed)));
}

async function dump({name, inputShape, layers, units}, seed) {
  const random = createRandom(`reference/${seed}`);
  const network = buildNetwork({name, inputShape, layers, seed});
  shakeWeights(network, random);
  const {examples, x, labels} = makeExamples(inputShape, random);
  const structure = findStructure(network, {units});
  const options = {criteria, structure, batchSize: 7, seed, curvature: 'exact'};
  const {loss, scores} = await scoreUnits(network, examples, options);
  let oracle;
  for await (oracle of measureOracle(network, examples, {batchSize: 7, structure}));
  const change = Array.from(lossChanges(oracle));
  return {
    name,
    units,
    layers: [...network.layers.values()],
    nodes: network.nodes,
    outputs: network.outputs,
    groups: structure.groups.map(({name, layers, size, first}) => ({name, layers, size, first})),
    weights: Object.fromEntries([...network.weights].map(([key, tensor]) => [key, plain(tensor)])),
    x: {shape: [EXAMPLES, ...inputShape], values: Array.from(x)},
    labels,
    loss,
    logits: logitsOf(network, examples),
    scores: {
      ...Object.fromEntries([...scores].map(([key, values]) => [key, Array.from(values)])),
      'oracle-loss': change,
      'oracle-abs': change.map(Math.abs)
    }
  };
}

function logitsOf(network, {size, batch}) {
  const {x} = batch(Array.from({length: size}, (_, index) => index));
  return Array.from(logits(network, x).dataSync());
}

/** Fresh networks have zero biases and neutral normalization, where many a mistake would not show. */
function shakeWeights({weights}, random) {
  for (const [name, tensor] of weights) {
    if (name.endsWith('/kernel')) continue;
    const draw = name.endsWith('/moving_variance') ? () => 0.5 + random.uniform() : () => 0.4 * random.normal();
    const offset = name.endsWith('/gamma') ? 1 : 0;
    weights.set(
      name,
      tf.tensor(
        Float32Array.from({length: tensor.size}, () => offset + draw()),
        tensor.shape
      )
    );
    tensor.dispose();
  }
}

function makeExamples(shape, random) {
  const size = shape.reduce((product, length) => product * length, 1);
  const x = Float32Array.from({length: EXAMPLES * size}, () => random.normal());
  const labels = Array.from({length: EXAMPLES}, () => Math.floor(CLASSES * random.uniform()));
  const row = index => x.subarray(index * size, (index + 1) * size);
  const batch = indices => ({
    x: tf.tensor(Float32Array.from(indices.flatMap(index => Array.from(row(index)))), [indices.length, ...shape]),
    y: tf.tensor2d(indices.map(index => Array.from({length: CLASSES}, (_, label) => Number(label === labels[index]))))
  });
  return {examples: {size: EXAMPLES, shape, classes: CLASSES, batch}, x, labels};
}

function plain(tensor) {
  return {shape: tensor.shape, values: Array.from(tensor.dataSync())};
}
