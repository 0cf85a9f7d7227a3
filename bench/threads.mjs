// How many threads a small run should have where many are to be done: training steps by as many processes at once as there
// are cores, one thread each, against one process with a thread for every core, in turns: `node bench/threads.mjs
// [--rounds 7]`. The record goes to reports/bench/threads.json, its table to threads.md.
import {spawn} from 'node:child_process';
import {mkdirSync, writeFileSync} from 'node:fs';
import {availableParallelism, cpus, loadavg} from 'node:os';
import {createInterface} from 'node:readline';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';

const here = file => fileURLToPath(new URL(file, import.meta.url));
const NETWORKS = {
  lenet: {shape: [8, 8, 1], steps: 60},
  'vgg-s': {shape: [32, 32, 1], steps: 6}
};

if (process.argv[2] === 'worker') await work(Number(process.argv[3]));
else await compare();

/** Answers each line `NETWORK STEPS` on stdin when the steps are done. */
async function work(threads) {
  const {startEngine, tf} = await import('../packages/backend/dist/index.js');
  const {createOptimizer, trainableWeights, trainStep} = await import('../packages/core/dist/index.js');
  const {buildZooNetwork} = await import('../packages/experiments/dist/index.js');
  const engine = await startEngine({threads});
  const y = tf.oneHot(tf.tensor1d([...Array(32).keys()].map(i => i % 10)).toInt(), 10).toFloat(); // [32, 10]
  const train = Object.entries(NETWORKS).map(([name, {shape}]) => {
    const network = buildZooNetwork(name, {inputShape: shape, classes: 10, seed: 0});
    const x = tf.randomNormal([32, ...shape], 0, 1, 'float32', 1);
    const given = {optimizer: createOptimizer({lr: 1e-3}), weights: trainableWeights(network)};
    return [name, seed => trainStep(network, {x, y}, {...given, seed})];
  });
  const steps = new Map(train);
  console.log(JSON.stringify(`${engine.name} ${engine.version}`));
  createInterface({input: process.stdin}).on('line', line => {
    const [name, count] = line.split(' ');
    for (let i = 0; i < Number(count); i++) steps.get(name)(i);
    console.log(process.resourceUsage().maxRSS / 1024);
  });
}

function startWorker(threads) {
  const child = spawn(process.execPath, [here('threads.mjs'), 'worker', String(threads)], {
    stdio: ['pipe', 'pipe', 'inherit']
  });
  const lines = createInterface({input: child.stdout})[Symbol.asyncIterator]();
  const next = async () => JSON.parse((await lines.next()).value);
  const run = (name, steps) => {
    child.stdin.write(`${name} ${steps}\n`);
    return next();
  };
  return {next, run, stop: () => child.kill()};
}

async function compare() {
  const {values} = parseArgs({options: {rounds: {type: 'string', default: '7'}}});
  const rounds = Number(values.rounds);
  const cores = availableParallelism();
  const many = Array.from({length: cores}, () => startWorker(1));
  const one = startWorker(cores);
  let engine;
  for (const worker of [...many, one]) engine = await worker.next();
  const before = loadavg()[0];
  const rows = [];
  for (const [network, {steps}] of Object.entries(NETWORKS)) {
    const apart = async () => Math.max(...(await Promise.all(many.map(worker => worker.run(network, steps)))));
    const together = () => one.run(network, steps * cores);
    rows.push(await takeTurns({network, steps: steps * cores, rounds}, apart, together));
  }
  for (const worker of [...many, one]) worker.stop();
  write({
    format: 'espalier.bench/1',
    command: `node bench/threads.mjs --rounds ${rounds}`,
    engine,
    cpu: cpus()[0].model,
    cores,
    load: before,
    rows
  });
}

/** Seconds for the same number of steps, either way; who goes first changes from round to round. */
async function takeTurns({network, steps, rounds}, apart, together) {
  const sides = {apart: {run: apart, seconds: [], peakMiB: 0}, together: {run: together, seconds: [], peakMiB: 0}};
  for (let round = -1; round < rounds; round++) {
    const turns = Object.values(sides);
    for (const side of round % 2 ? turns.reverse() : turns) {
      const start = performance.now();
      side.peakMiB = await side.run();
      if (round >= 0) side.seconds.push((performance.now() - start) / 1000); // the first round warms up
    }
  }
  const ratios = sides.together.seconds.map((time, i) => time / sides.apart.seconds[i]);
  const perSecond = list => steps / median(list);
  return {
    network,
    stepsPerSecond: {apart: perSecond(sides.apart.seconds), together: perSecond(sides.together.seconds)},
    peakMiB: {apart: sides.apart.peakMiB, together: sides.together.peakMiB},
    gain: median(ratios),
    range: [Math.min(...ratios), Math.max(...ratios)]
  };
}

function median(list) {
  return [...list].sort((a, b) => a - b)[list.length >> 1];
}

function write(record) {
  const {cores, rows} = record;
  const heading = `| training steps a second | ${cores} processes × 1 thread | 1 process × ${cores} threads | ratio (range) |`;
  const lines = rows.map(({network, stepsPerSecond: {apart, together}, gain, range}) => {
    const spread = range.map(value => value.toFixed(2)).join(' to ');
    return `| ${network} | ${apart.toPrecision(3)} | ${together.toPrecision(3)} | ${gain.toFixed(2)} (${spread}) |`;
  });
  const table = [heading, '| --- | ---: | ---: | ---: |', ...lines].join('\n');
  mkdirSync(here('../reports/bench'), {recursive: true});
  writeFileSync(here('../reports/bench/threads.json'), `${JSON.stringify(record, null, 2)}\n`);
  writeFileSync(here('../reports/bench/threads.md'), `${table}\n`);
  console.log(table);
}
