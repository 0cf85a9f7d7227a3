// A training step of a small convolutional network on each engine that the machine has, taking turns in one run:
// `node bench/engines.mjs`. The record goes to reports/bench/engines.json, its table to engines.md.
import {spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {cpus, loadavg} from 'node:os';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';

const ROUNDS = 7;
const here = file => fileURLToPath(new URL(file, import.meta.url));

if (process.argv[2] === 'worker') await work();
else await compare();

/** Answers each line on stdin with the seconds of one step: 28 x 28 x 1, batch 32, conv 32 and 64, pooling, dense 10. */
async function work() {
  const {startEngine, tf} = await import('../packages/backend/dist/index.js');
  const {buildNetwork, createOptimizer, trainableWeights, trainStep} = await import('../packages/core/dist/index.js');
  const engine = await startEngine({threads: 2});
  const conv = (name, filters) => ({
    type: 'Conv2D',
    name,
    config: {filters, kernel_size: 3, padding: 'same', activation: 'relu'}
  });
  const pool = name => ({type: 'MaxPooling2D', name});
  const head = [
    {type: 'Flatten', name: 'flatten'},
    {type: 'Dense', name: 'dense', config: {units: 10}}
  ];
  const layers = [conv('conv1', 32), pool('pool1'), conv('conv2', 64), pool('pool2'), ...head];
  const network = buildNetwork({name: 'small', inputShape: [28, 28, 1], seed: 0, layers});
  const [weights, optimizer] = [trainableWeights(network), createOptimizer({lr: 1e-3})];
  const x = tf.randomNormal([32, 28, 28, 1], 0, 1, 'float32', 1);
  const labels = Array.from({length: 32}, (_, i) => i % 10);
  const y = tf.oneHot(tf.tensor1d(labels, 'int32'), 10).toFloat();
  console.log(JSON.stringify(`${engine.name} ${engine.version}`));
  createInterface({input: process.stdin}).on('line', () => {
    const start = performance.now();
    trainStep(network, {x, y}, {optimizer, weights, seed: 1});
    console.log((performance.now() - start) / 1000);
  });
}

async function compare() {
  const sides = [];
  for (const engine of ['native', 'wasm', 'js']) {
    const env = {...process.env, ESPALIER_ENGINE: engine};
    const child = spawn(process.execPath, [here('engines.mjs'), 'worker'], {env, stdio: ['pipe', 'pipe', 'inherit']});
    const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
    const next = async () => JSON.parse((await lines.next()).value ?? 'null');
    const version = await next();
    if (version === null) console.log(`skipped: ${engine} (not on this machine)`);
    else sides.push({engine, version, child, next, seconds: []});
  }
  for (let round = -2; round < ROUNDS; round++) {
    for (const {child, next, seconds} of sides) {
      child.stdin.write('\n');
      const time = await next();
      if (round >= 0) seconds.push(time); // the first two warm up
    }
  }
  for (const {child} of sides) child.kill();
  const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
  const rows = sides.map(({engine, version, seconds}) => {
    const ratios = seconds.map((time, i) => time / sides[0].seconds[i]);
    return {engine, version, seconds, ratio: median(ratios), range: [Math.min(...ratios), Math.max(...ratios)]};
  });
  const machine = {cpu: cpus()[0].model, cores: cpus().length, load: loadavg()};
  const record = {format: 'espalier.bench/1', command: 'node bench/engines.mjs', ...machine, engines: rows};
  const show = value => value.toPrecision(2);
  const lines = rows.map(
    ({version, ratio, range}) => `| ${version} | ${show(ratio)} | ${range.map(show).join(' to ')} |`
  );
  const table = ['| engine | step, relative to the first | range over rounds |', '| --- | ---: | ---: |', ...lines];
  mkdirSync(here('../reports/bench'), {recursive: true});
  writeFileSync(here('../reports/bench/engines.json'), `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(here('../reports/bench/engines.md'), `${table.join('\n')}\n`);
  console.log(table.join('\n'));
}
