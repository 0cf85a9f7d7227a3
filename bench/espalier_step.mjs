// Espalier's side of the training-step bench: answers each line `MODE REPEATS` on stdin with a JSON list of seconds.
import {createInterface} from 'node:readline';
import {startEngine, tf} from '../packages/backend/dist/index.js';
import {
  buildNetwork,
  createOptimizer,
  createScorer,
  findStructure,
  trainableWeights,
  trainStep
} from '../packages/core/dist/index.js';
import {taylor} from '../packages/criteria/dist/index.js';

const [threads, batchSize] = process.argv.slice(2).map(Number);
const engine = await startEngine({threads});

function network() {
  let number = 0;
  const layers = [64, 64, 'M', 128, 128, 'M', 256, 256, 256, 'M'].map(width =>
    width === 'M'
      ? {type: 'MaxPooling2D', name: `pool${++number}`}
      : {
          type: 'Conv2D',
          name: `conv${++number}`,
          config: {filters: width, kernel_size: 3, padding: 'same', activation: 'relu'}
        }
  );
  const head = [
    {type: 'Flatten', name: 'flatten'},
    {type: 'Dense', name: 'dense', config: {units: 10}}
  ];
  return buildNetwork({name: 'bench', inputShape: [32, 32, 3], seed: 0, layers: [...layers, ...head]});
}

function make(scored) {
  const net = network();
  const scorer = scored ? createScorer(net, findStructure(net), {criteria: [taylor]}) : undefined;
  const optimizer = createOptimizer({lr: 1e-3, momentum: 0.9, weightDecay: 1e-4});
  return {net, scorer, optimizer, weights: trainableWeights(net)};
}

const models = {step: make(false), taylor: make(true)};
const x = tf.randomNormal([batchSize, 32, 32, 3], 0, 1, 'float32', 1);
const y = tf
  .oneHot(
    tf.tensor1d(
      Array.from({length: batchSize}, (_, i) => i % 10),
      'int32'
    ),
    10
  )
  .toFloat();

console.log(JSON.stringify({version: `${engine.name} ${engine.version}`}));
for await (const line of createInterface({input: process.stdin})) {
  const [mode, repeats] = line.split(' ');
  const {net, scorer, optimizer, weights} = models[mode];
  const seconds = [];
  for (let i = 0; i < Number(repeats); i++) {
    const start = performance.now();
    trainStep(net, {x, y}, {optimizer, weights, seed: i, scorer});
    seconds.push((performance.now() - start) / 1000);
  }
  console.log(JSON.stringify(seconds));
}
