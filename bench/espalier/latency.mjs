// Espalier's side of latency: a network and the same one pruned to half its FLOPs, by turns.
import {
  cloneNetwork,
  countFlops,
  findStructure,
  logits,
  lowestUnits,
  normalizeScores,
  removeUnits,
  scoreUnits
} from '../../packages/core/dist/index.js';
import {allCriteria} from '../../packages/criteria/dist/index.js';
import {tf} from '../../packages/backend/dist/index.js';
import {serve} from '../harness/worker.mjs';
import {benchNetwork, noise} from './networks.mjs';
import {startWorker} from './start.mjs';

const LEFT = 0.5;
const hello = await startWorker();
let state;

await serve(hello, {load, pass});

async function load({network: name, inputShape}) {
  const dense = benchNetwork(name, {inputShape});
  const pruned = cloneNetwork(dense);
  await halve(pruned, inputShape);
  state = {dense, pruned, inputShape, inputs: new Map()};
  return {flops: {dense: countFlops(dense), pruned: countFlops(pruned)}, widths: widthsOf(pruned)};
}

/** Removes the units of the lowest Taylor scores on noise, layers normalised, until half the FLOPs are gone. */
async function halve(network, inputShape) {
  const goal = LEFT * countFlops(network);
  const {x, y} = noise(32, {inputShape});
  const examples = {size: 32, shape: inputShape, classes: 10, batch: () => ({x: x.clone(), y: y.clone()})};
  const taylor = allCriteria.filter(({name}) => name === 'taylor');
  while (countFlops(network) > goal) {
    const structure = findStructure(network);
    const {scores} = await scoreUnits(network, examples, {criteria: taylor, structure});
    const ranked = normalizeScores(scores.get('taylor'), structure.groups);
    removeUnits(network, structure, lowestUnits(ranked, structure, 4));
  }
}

function widthsOf(network) {
  return findStructure(network).groups.map(({size}) => size);
}

/** Seconds of one pass of each network, in evaluation mode, until the logits are there. */
function pass({batch, repeats}) {
  const {inputs, inputShape, dense, pruned} = state;
  if (!inputs.has(batch)) inputs.set(batch, noise(batch, {inputShape}).x);
  const time = network => timed(() => tf.tidy(() => void logits(network, inputs.get(batch)).dataSync()));
  return Array.from({length: repeats}, () => ({dense: time(dense), pruned: time(pruned)}));
}

function timed(work) {
  const start = performance.now();
  work();
  return (performance.now() - start) / 1000;
}
