// Espalier's side of the oracle: what every unit is worth, measured exactly.
import {countOracleFlops, findStructure, lossChanges, measureOracle} from '../../packages/core/dist/index.js';
import {serve} from '../harness/worker.mjs';
import {readExamples} from './examples.mjs';
import {benchNetwork, readWeights} from './networks.mjs';
import {startWorker} from './start.mjs';

const hello = await startWorker();
let state;

await serve(hello, {load, measure, flops});

function load({network: name, weights, data, examples}) {
  const all = readExamples(data, examples);
  const network = readWeights(benchNetwork(name, {inputShape: all.shape}), weights);
  state = {network, examples: all, structure: findStructure(network)};
  const groups = state.structure.groups.map(group => ({name: group.name, first: group.first, size: group.size}));
  return {groups, units: state.structure.units, flops: flopsOf(network)};
}

async function measure() {
  const {network, examples, structure} = state;
  const started = performance.now();
  let last;
  for await (const next of measureOracle(network, examples, {structure})) last = next;
  const seconds = (performance.now() - started) / 1000;
  return {seconds, changes: [...lossChanges(last)], loss: last.lossSum / last.examples};
}

function flops({network: name, inputShape, classes}) {
  return flopsOf(benchNetwork(name, {inputShape, classes}));
}

function flopsOf(network) {
  const {bruteForce, incremental} = countOracleFlops(network, findStructure(network));
  return {bruteForce, incremental, ratio: bruteForce / incremental};
}
