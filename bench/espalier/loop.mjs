// Espalier's side of the loop: fine-tune, score and remove by `pruneIteratively`, a few removals at a call.
import {countFlops, evaluate, pruneIteratively} from '../../packages/core/dist/index.js';
import {allCriteria} from '../../packages/criteria/dist/index.js';
import {serve} from '../harness/worker.mjs';
import {readExamples} from './examples.mjs';
import {benchNetwork, readWeights} from './networks.mjs';
import {startWorker} from './start.mjs';

const hello = await startWorker();
let run;

await serve(hello, {start, advance});

function start({weights, train, test, seed, unitsPerStep, updates, lr, keep, evaluateEvery}) {
  const [examples, held] = [readExamples(train), readExamples(test)];
  const network = readWeights(benchNetwork('vgg-s', {inputShape: examples.shape}), weights);
  const seconds = {total: 0, removal: 0, check: 0, evaluation: 0};
  run = {network, held, evaluateEvery, keep, seconds, units: undefined, points: []};
  run.steps = pruneIteratively(network, {
    ...{ranker: allCriteria.find(({name}) => name === 'taylor'), train: examples, unitsPerStep, updates, lr, seed},
    ...{until: {quantity: 'units', fraction: keep}, batchSize: 32, momentum: 0.9, weightDecay: 1e-4},
    // The loops that this one is compared with look at no validation examples around a removal; one is the least here.
    ...{validation: examples, recordExamples: 1, onTuned: lookAt}
  });
}

/** Until the next accuracy has been measured. */
async function advance() {
  const before = run.points.length;
  const started = performance.now();
  let done = false;
  while (!done && run.points.length === before) {
    const step = await run.steps.next();
    done = step.done;
    if (!done) account(step.value.seconds);
  }
  run.seconds.total += (performance.now() - started) / 1000;
  return {done, seconds: {...run.seconds}, points: run.points.slice(before)};
}

function account({removal, check, evaluation}) {
  run.seconds.removal += removal;
  run.seconds.check += check + evaluation;
}

/** Accuracy of the network as it has recovered: every so many units, and at the end. */
async function lookAt({structure}) {
  run.units ??= structure.units;
  const removed = run.units - structure.units;
  const isEnd = structure.units <= run.keep * run.units;
  if (removed === 0 || (removed % run.evaluateEvery !== 0 && !isEnd)) return;
  const started = performance.now();
  const {accuracy} = await evaluate(run.network, run.held);
  run.seconds.evaluation += (performance.now() - started) / 1000;
  run.points.push({removed, flops: countFlops(run.network), accuracy});
}
