// VGG-16 at 224 × 224, random weights: counts, scoring of one batch of 8, and removal of one unit in each layer, with the
// self-check apart: `node bench/vgg16.mjs`. The record goes to reports/bench/vgg16.json, its table to vgg16.md.
import {mkdirSync, writeFileSync} from 'node:fs';
import {cpus, loadavg} from 'node:os';
import {fileURLToPath} from 'node:url';
import {startEngine, tf} from '../packages/backend/dist/index.js';
import {countFlops, countParameters, findStructure, removeUnits, scoreUnits} from '../packages/core/dist/index.js';
import {allCriteria} from '../packages/criteria/dist/index.js';
import {buildZooNetwork} from '../packages/experiments/dist/index.js';

const BATCH = 8;
const REPEATS = 5;
const out = file => fileURLToPath(new URL(`../reports/bench/${file}`, import.meta.url));

const engine = await startEngine({threads: 2});
const network = buildZooNetwork('vgg-16', {inputShape: [224, 224, 3], classes: 1000, seed: 0});
const structure = findStructure(network);
const counts = {flops: countFlops(network), parameters: countParameters(network), units: structure.units};

const examples = {
  size: BATCH,
  shape: [224, 224, 3],
  classes: 1000,
  batch: indices => ({
    x: tf.randomNormal([indices.length, 224, 224, 3], 0, 1, 'float32', 1 + indices[0]),
    y: tf.oneHot(tf.tensor1d(indices, 'int32'), 1000).toFloat()
  })
};
const started = performance.now();
const criteria = allCriteria;
const {scores} = await scoreUnits(network, examples, {criteria, structure, batchSize: BATCH});
const scoring = {seconds: (performance.now() - started) / 1000, criteria: [...scores.keys()], batch: BATCH};
const peakGiB = process.resourceUsage().maxRSS / 2 ** 20;

const removals = [];
for (const {name} of structure.groups) {
  const times = [];
  for (let i = 0; i < REPEATS; i++) {
    const now = findStructure(network);
    const group = now.groups.find(one => one.name === name);
    const start = performance.now();
    removeUnits(network, now, [group.first]);
    times.push(performance.now() - start);
  }
  times.sort((a, b) => a - b);
  removals.push({layer: name, medianMs: times[REPEATS >> 1], slowestMs: times.at(-1)});
}

const slowest = removals.reduce((a, b) => (a.medianMs > b.medianMs ? a : b));
const record = {
  format: 'espalier.bench/1',
  what: 'VGG-16 at 224 x 224, random weights',
  engine: `${engine.name} ${engine.version}`,
  threads: engine.threads,
  cpu: cpus()[0]?.model,
  load: loadavg()[0],
  counts,
  scoring,
  peakGiB,
  removals
};
const table = [
  `| VGG-16 at 224², batch of ${BATCH}, ${record.engine} | measured |`,
  '| :-- | --: |',
  `| GFLOPs | ${(counts.flops / 1e9).toFixed(2)} |`,
  `| units | ${counts.units} |`,
  `| one batch scored by ${criteria.length} criteria in one pass | ${scoring.seconds.toFixed(1)} s |`,
  `| largest resident memory | ${peakGiB.toFixed(1)} GiB |`,
  `| removal of one unit, slowest layer (${slowest.layer}) | ${slowest.medianMs.toFixed(1)} ms |`,
  `| removal of one unit, median layer | ${removals
    .map(one => one.medianMs)
    .sort((a, b) => a - b)
    [removals.length >> 1].toFixed(1)} ms |`
].join('\n');
mkdirSync(out('.'), {recursive: true});
writeFileSync(out('vgg16.json'), `${JSON.stringify(record, null, 1)}\n`);
writeFileSync(out('vgg16.md'), `${table}\n`);
console.log(table);
