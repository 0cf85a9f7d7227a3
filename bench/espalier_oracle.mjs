// Espalier's side of the oracle bench: `node bench/espalier_oracle.mjs [--network vgg-s] [--shape 32,32,1] [--images 1000]
// [--batch N] [--threads 2] [--repeats 1] [--profile]`. Networks: any of the zoo, or `vgg-like`, the chain
// 64-64-M-128-128-M-256-256-256-M. Prints JSON lines: the engine and the count of operations, then one for each
// measurement of all units on seeded noise, then, where asked for, seconds by op.
import {loadavg} from 'node:os';
import {parseArgs} from 'node:util';
import {startEngine, tf} from '../packages/backend/dist/index.js';
import {
  buildNetwork,
  countOracleFlops,
  findStructure,
  lossChanges,
  measureOracle
} from '../packages/core/dist/index.js';
import {buildZooNetwork} from '../packages/experiments/dist/index.js';

const {values} = parseArgs({
  options: {
    network: {type: 'string', default: 'vgg-s'},
    shape: {type: 'string', default: '32,32,1'},
    images: {type: 'string', default: '1000'},
    batch: {type: 'string'},
    threads: {type: 'string', default: '2'},
    repeats: {type: 'string', default: '1'},
    profile: {type: 'boolean', default: false}
  }
});
const inputShape = values.shape.split(',').map(Number);
const [images, threads, repeats] = [values.images, values.threads, values.repeats].map(Number);
const CLASSES = 10;
const engine = await startEngine({threads});
const network = values.network === 'vgg-like' ? vggLike() : zooNetwork(values.network);
const structure = findStructure(network);
print({
  engine: `${engine.name} ${engine.version}`,
  units: structure.units,
  flops: countOracleFlops(network, structure)
});

const examples = {size: images, shape: inputShape, classes: CLASSES, batch: makeBatch};
const batchSize = values.batch === undefined ? undefined : Number(values.batch);
const seconds = new Map();
for (let repeat = 0; repeat < repeats; repeat++) {
  if (values.profile && repeat === repeats - 1) countSeconds();
  const [start, before] = [performance.now(), process.cpuUsage()];
  let state;
  for await (state of measureOracle(network, examples, {structure, batchSize}));
  const changes = [...lossChanges(state)];
  const {rss} = process.memoryUsage();
  const {user, system} = process.cpuUsage(before);
  print({
    seconds: (performance.now() - start) / 1000,
    cpuSeconds: (user + system) / 1e6,
    load: loadavg()[0],
    gigabytes: rss / 2 ** 30,
    changed: changes.filter(change => change !== 0).length,
    sum: changes.reduce((sum, change) => sum + Math.abs(change), 0)
  });
}
for (const [op, [spent, calls]] of [...seconds].sort(([, a], [, b]) => b[0] - a[0])) print({op, seconds: spent, calls});

function print(record) {
  console.log(JSON.stringify(record));
}

function zooNetwork(name) {
  return buildZooNetwork(name, {inputShape, classes: CLASSES, seed: 0});
}

function vggLike() {
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
    {type: 'Dense', name: 'dense', config: {units: CLASSES}}
  ];
  return buildNetwork({name: 'bench', inputShape, seed: 0, layers: [...layers, ...head]});
}

function makeBatch(indices) {
  return tf.tidy(() => {
    const x = tf.randomNormal([indices.length, ...inputShape], 0, 1, 'float32', indices[0] + 1);
    const labels = tf.tensor1d(
      indices.map(i => i % CLASSES),
      'int32'
    );
    return {x, y: tf.oneHot(labels, CLASSES).toFloat()};
  });
}

/** Counts what the engine spends on each op from now on. */
function countSeconds() {
  const backend = tf.engine().findBackend('tensorflow');
  for (const name of ['executeSingleOutput', 'executeMultipleOutputs']) {
    const run = backend[name].bind(backend);
    backend[name] = (...args) => {
      const start = performance.now();
      const made = run(...args);
      const key =
        args[0] === 'Conv2D' ? `Conv2D ${args[2].map(({shape}) => shape.slice(1).join('x')).join(' ')}` : args[0];
      const [spent, calls] = seconds.get(key) ?? [0, 0];
      seconds.set(key, [spent + (performance.now() - start) / 1000, calls + 1]);
      return made;
    };
  }
}
