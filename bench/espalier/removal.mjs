// Espalier's side of removal: one unit at a time, the self-check apart, with momentum cut along.
import {disposeNetwork, findStructure, removeUnits} from '../../packages/core/dist/index.js';
import {tf} from '../../packages/backend/dist/index.js';
import {serve} from '../harness/worker.mjs';
import {benchNetwork} from './networks.mjs';
import {startWorker} from './start.mjs';

const hello = await startWorker();
let state;

await serve(hello, {load, remove, unload});

function load({network: name, inputShape, classes, momentum}) {
  const network = benchNetwork(name, {inputShape, classes});
  const slots = new Map(momentum ? [...network.weights].map(([key, weight]) => [key, tf.zerosLike(weight)]) : []);
  state = {network, slots};
  return findStructure(network).groups.map(group => group.name);
}

/** Milliseconds of each of `count` removals of a unit from one layer after the other, as a pruning loop makes them. */
function remove({group: place, count}) {
  const {network, slots} = state;
  return Array.from({length: count}, () => {
    const structure = findStructure(network);
    const {first, size} = structure.groups[place];
    const start = performance.now();
    removeUnits(network, structure, [first + (size >> 1)], [slots]);
    return (performance.now() - start) / 1000;
  });
}

function unload() {
  disposeNetwork(state.network);
  for (const slot of state.slots.values()) slot.dispose();
}
