// Espalier's side of the oracle: what every unit is worth, measured exactly.
import {findStructure, lossChanges, measureOracle, nodeFlops} from '../../packages/core/dist/index.js';
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
  return {groups, units: state.structure.units, flops: savedFlops(network)};
}

async function measure({batchSize}) {
  const {network, examples, structure} = state;
  const started = performance.now();
  let last;
  for await (const next of measureOracle(network, examples, {structure, batchSize})) last = next;
  const seconds = (performance.now() - started) / 1000;
  return {seconds, changes: [...lossChanges(last)], loss: last.lossSum / last.examples};
}

function flops({network: name, inputShape, classes}) {
  return savedFlops(benchNetwork(name, {inputShape, classes}));
}

/**
 * How much less than brute force must be computed in a chain, examples that do not change apart: only layers behind a
 * unit's consumer run, and of the consumer only what one input channel adds.
 */
function savedFlops(network) {
  const perNode = nodeFlops(network);
  const whole = [...perNode.values()].reduce((sum, value) => sum + value, 0);
  const {groups, units} = findStructure(network);
  const spent = groups.reduce((sum, {size, consumers}) => {
    const [{node}] = consumers;
    const place = network.nodes.findIndex(({id}) => id === node);
    const behind = network.nodes.slice(place + 1).reduce((total, {id}) => total + perNode.get(id), 0);
    return sum + size * behind + perNode.get(node);
  }, whole);
  return {bruteForce: units * whole, least: spent, ratio: (units * whole) / spent};
}
