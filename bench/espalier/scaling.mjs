// Espalier's side of scaling: one operation on a plain network of given sizes, in a process of its own for its peak memory.
import {tf} from '../../packages/backend/dist/index.js';
import {
  buildNetwork,
  countFlops,
  countOracleFlops,
  countParameters,
  findStructure,
  measureOracle,
  pruneIteratively,
  removeUnits,
  scoreUnits
} from '../../packages/core/dist/index.js';
import {taylor} from '../../packages/criteria/dist/index.js';
import {serve} from '../harness/worker.mjs';
import {startWorker} from './start.mjs';

const CLASSES = 10;
const UPDATES = 2;

/** Seconds of each repeat but the first, and the operations that it cannot do without. */
async function measure({operation, sizes, repeats}) {
  const before = residentMiB();
  const {seconds, work} = await OPERATIONS[operation](sizes, repeats);
  return {seconds, work, peakMiB: process.resourceUsage().maxRSS / 1024, beforeMiB: before};
}

const OPERATIONS = {
  scoring: async (sizes, repeats) => {
    const [network, examples] = [plainNetwork(sizes), noise(sizes)];
    const options = {criteria: [taylor], structure: findStructure(network), batchSize: sizes.batch};
    const seconds = await timed(repeats, () => scoreUnits(network, examples, options));
    return {seconds, work: countFlops(network) * sizes.examples};
  },
  'pruning step': async (sizes, repeats) => {
    const [network, examples] = [plainNetwork(sizes), noise(sizes)];
    const work = countFlops(network) * sizes.batch * UPDATES;
    const until = {quantity: 'units', fraction: 0.2};
    const given = {train: examples, validation: examples, recordExamples: 8, seed: 0, batchSize: sizes.batch};
    const steps = pruneIteratively(network, {...given, ranker: taylor, until, unitsPerStep: 1, updates: UPDATES});
    const seconds = await timed(repeats, () => steps.next());
    await steps.return();
    return {seconds, work};
  },
  oracle: async (sizes, repeats) => {
    const [network, examples] = [plainNetwork(sizes), noise({...sizes, examples: sizes.examples / 4})];
    const structure = findStructure(network);
    const seconds = await timed(repeats, async () => {
      for await (const state of measureOracle(network, examples, {structure, batchSize: sizes.batch})) void state;
    });
    return {seconds, work: countOracleFlops(network, structure).incremental * examples.size};
  },
  removal: async (sizes, repeats) => {
    const network = plainNetwork(sizes);
    const work = countParameters(network);
    let last = 0;
    const seconds = [];
    for (let i = 0; i <= repeats; i++) {
      const structure = findStructure(network);
      const {first, size} = structure.groups[(last = (last + 1) % structure.groups.length)];
      seconds.push(...(await timed(0, () => removeUnits(network, structure, [first + (size >> 1)]))));
    }
    return {seconds: seconds.slice(1), work};
  },
  structure: async (sizes, repeats) => {
    const network = plainNetwork(sizes);
    const seconds = await timed(10 * repeats, () => findStructure(network));
    return {seconds, work: findStructure(network).units};
  }
};

/** Seconds of each of `repeats` calls after one that warms up; of that one alone where there are no others. */
async function timed(repeats, call) {
  const seconds = [];
  for (let i = 0; i <= repeats; i++) {
    const start = performance.now();
    await call();
    seconds.push((performance.now() - start) / 1000);
  }
  return repeats === 0 ? seconds : seconds.slice(1);
}

/** `depth` convolutions of `units` each on `image` × `image`, and a dense layer behind the mean over positions. */
function plainNetwork({units, depth, image}) {
  const config = {filters: units, kernel_size: 3, padding: 'same', activation: 'relu'};
  const convolutions = Array.from({length: depth}, (_, i) => ({type: 'Conv2D', name: `conv${i + 1}`, config}));
  const head = [
    {type: 'GlobalAveragePooling2D', name: 'mean'},
    {type: 'Dense', name: 'logits', config: {units: CLASSES}}
  ];
  return buildNetwork({name: 'plain', inputShape: [image, image, 3], seed: 0, layers: [...convolutions, ...head]});
}

/** Noise with labels in turn. */
function noise({examples, image}) {
  const shape = [image, image, 3];
  return {
    size: examples,
    shape,
    classes: CLASSES,
    batch: indices => ({
      x: tf.randomNormal([indices.length, ...shape], 0, 1, 'float32', 1 + indices[0]),
      y: tf
        .oneHot(
          tf.tensor1d(
            [...indices].map(i => i % CLASSES),
            'int32'
          ),
          CLASSES
        )
        .toFloat() // [batch, classes]
    })
  };
}

function residentMiB() {
  return process.memoryUsage().rss / 2 ** 20;
}

await serve(await startWorker(), {measure});
