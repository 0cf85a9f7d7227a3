// VGG-16 at 224 × 224 with random weights: counts, and one batch scored by every criterion.
import {countFlops, countParameters, findStructure, scoreUnits} from '../../packages/core/dist/index.js';
import {allCriteria} from '../../packages/criteria/dist/index.js';
import {serve} from '../harness/worker.mjs';
import {benchNetwork, noise} from './networks.mjs';
import {startWorker} from './start.mjs';

const SHAPE = {inputShape: [224, 224, 3], classes: 1000};
const hello = await startWorker();
const network = benchNetwork('vgg-16', SHAPE);
const structure = findStructure(network);

await serve(hello, {
  counts: () => ({flops: countFlops(network), parameters: countParameters(network), units: structure.units}),
  score
});

async function score({batch: size}) {
  const examples = {size, shape: SHAPE.inputShape, classes: SHAPE.classes, batch: makeBatch};
  const started = performance.now();
  const {scores} = await scoreUnits(network, examples, {criteria: allCriteria, structure, batchSize: size});
  const seconds = (performance.now() - started) / 1000;
  return {seconds, criteria: [...scores.keys()], peakGiB: process.resourceUsage().maxRSS / 2 ** 20};
}

function makeBatch(indices) {
  const {x, y} = noise(indices.length, SHAPE);
  return {x, y};
}
