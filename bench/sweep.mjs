// What a run in a sweep costs beyond its own work: `node bench/sweep.mjs [--runs 40]`. Runs of one network on a handful of
// examples, which share their base network and scores, against the same work done by the engine alone, in one process,
// in turns. The record goes to reports/bench/sweep.json, its table to sweep.md.
import {mkdirSync, mkdtempSync, rmSync, writeFileSync} from 'node:fs';
import {cpus, loadavg, tmpdir} from 'node:os';
import {join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {parseArgs} from 'node:util';
import {startEngine} from '../packages/backend/dist/index.js';
import {evaluate, findStructure, measureSize, pruneIteratively} from '../packages/core/dist/index.js';
import {taylor} from '../packages/criteria/dist/index.js';
import {openData} from '../packages/datasets/dist/index.js';
import {buildZooNetwork, runSweep} from '../packages/experiments/dist/index.js';

const {values} = parseArgs({options: {runs: {type: 'string', default: '40'}, rounds: {type: 'string', default: '5'}}});
const [runs, rounds] = [Number(values.runs), Number(values.rounds)];
const here = file => fileURLToPath(new URL(file, import.meta.url));
const folder = mkdtempSync(join(tmpdir(), 'espalier-sweep-'));
const engine = await startEngine();

const rates = first => Array.from({length: runs}, (_, i) => Number((1e-4 * (first + i + 1)).toPrecision(6)));
async function sweep(round) {
  const file = join(folder, 'trivial.yaml');
  writeFileSync(
    file,
    `dataset: {name: digits, train: 20, test: 10, validation: 5}
model: {zoo: lenet}
train: {epochs: 0}
prune: {criterion: taylor, updates: 0, until: {units: 0.99}}
sweep: {prune.lr: [${rates(round * runs).join(', ')}]}
`
  );
  const start = performance.now();
  const summary = await runSweep(file, {runs: join(folder, 'runs')});
  if (summary.finished.length !== runs) throw new Error(summary.failed[0]?.error ?? 'not finished');
  return (performance.now() - start) / runs;
}

/** The same measurements and removals on a network that is in memory already. */
async function work() {
  const data = await openData('digits', {train: 20, test: 10, validation: 5, seed: 0});
  const until = {quantity: 'units', fraction: 0.99};
  const given = {ranker: taylor, train: data.train, validation: data.validation, until, updates: 0, seed: 0};
  let spent = 0;
  for (let i = 0; i < runs; i++) {
    const network = buildZooNetwork('lenet', {inputShape: data.shape, classes: data.classes, seed: 0});
    const start = performance.now();
    await measure(network, data);
    for await (const step of pruneIteratively(network, {...given, recordExamples: 1000})) void step;
    await measure(network, data);
    spent += performance.now() - start;
    for (const weight of network.weights.values()) weight.dispose();
  }
  return spent / runs;
}

async function measure(network, data) {
  await evaluate(network, data.validation);
  await evaluate(network, data.test);
  measureSize(network, findStructure(network));
}

await sweep(0);
await work();
const times = [];
for (let round = 1; round <= rounds; round++) {
  times.push({run: await sweep(round), work: await work()});
}
rmSync(folder, {recursive: true});

const median = list => [...list].sort((a, b) => a - b)[list.length >> 1];
const beyond = times.map(({run, work: own}) => run - own);
const record = {
  format: 'espalier.bench/1',
  command: `node bench/sweep.mjs --runs ${runs} --rounds ${rounds}`,
  engine: `${engine.name} ${engine.version}`,
  threads: engine.threads,
  cpu: cpus()[0].model,
  cores: cpus().length,
  load: loadavg()[0],
  milliseconds: {
    run: median(times.map(({run}) => run)),
    work: median(times.map(({work: own}) => own)),
    beyond: median(beyond),
    range: [Math.min(...beyond), Math.max(...beyond)]
  },
  peakMiB: process.resourceUsage().maxRSS / 1024
};
const {run, work: own, beyond: cost, range} = record.milliseconds;
const ms = value => `${value.toFixed(0)} ms`;
const table = [
  `| a trivial run in a sweep of ${runs} | median of ${rounds} |`,
  '| --- | ---: |',
  `| the run in all | ${ms(run)} |`,
  `| its own work, by the engine alone | ${ms(own)} |`,
  `| beyond it (range) | ${ms(cost)} (${range.map(ms).join(' to ')}) |`
].join('\n');
mkdirSync(here('../reports/bench'), {recursive: true});
writeFileSync(here('../reports/bench/sweep.json'), `${JSON.stringify(record, null, 2)}\n`);
writeFileSync(here('../reports/bench/sweep.md'), `${table}\n`);
console.log(table);
