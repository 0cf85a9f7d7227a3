// Espalier's side of the loop: fine-tune, score and remove by `pruneIteratively`, a few removals at a call. As the method
// `espalier-at-sizes` it removes what scores lowest in each layer, as many as another side did: the layers' sizes after
// each of that one's removals are the floors.
import {countFlops, evaluate, pruneIteratively} from '../../packages/core/dist/index.js';
import {allCriteria} from '../../packages/criteria/dist/index.js';
import {serve} from '../harness/worker.mjs';
import {readExamples} from './examples.mjs';
import {benchNetwork, readWeights} from './networks.mjs';
import {startWorker} from './start.mjs';

const hello = await startWorker();
let run;

await serve(hello, {start, advance});

function start({method, weights, train, test, seed, unitsPerStep, updates, lr, keep, evaluateEvery}) {
  const [examples, held] = [readExamples(train), readExamples(test)];
  const network = readWeights(benchNetwork('vgg-s', {inputShape: examples.shape}), weights);
  const seconds = {total: 0, removal: 0, check: 0, evaluation: 0};
  const pace = method === 'espalier-at-sizes' ? {floor: {'*': 1}, unitsPerStep: Infinity} : {unitsPerStep};
  const stepsBetween = evaluateEvery / unitsPerStep;
  run = {network, held, stepsBetween, keep, seconds, units: undefined, points: [], followed: [], floor: pace.floor};
  run.steps = pruneIteratively(network, {
    ...{ranker: allCriteria.find(({name}) => name === 'taylor'), train: examples, ...pace, updates, lr, seed},
    ...{until: {quantity: 'units', fraction: keep}, batchSize: 32, momentum: 0.9, weightDecay: 1e-4},
    // The loops that this one is compared with look at no validation examples around a removal; one is the least here.
    ...{validation: examples, recordExamples: 1, onTuned: lookAt}
  });
}

/** Until the next accuracy has been measured. `sizes` are those that the followed loop has reached. */
async function advance({sizes = []}) {
  run.followed.push(...sizes);
  const before = run.points.length;
  const reached = [];
  const started = performance.now();
  let done = false;
  while (!done && run.points.length === before) {
    const step = await run.steps.next();
    done = step.done;
    if (done) break;
    account(step.value.seconds);
    reached.push(step.value.structure.groups.map(({size}) => size));
  }
  run.seconds.total += (performance.now() - started) / 1000;
  return {done, seconds: {...run.seconds}, sizes: reached, points: run.points.slice(before)};
}

function account({removal, check, evaluation}) {
  run.seconds.removal += removal;
  run.seconds.check += check + evaluation;
}

/** Accuracy of the network as it has recovered: every so many steps, and at the end. */
async function lookAt({step, structure}) {
  run.followed[step]?.forEach((size, i) => (run.floor[`conv${i + 1}`] = size));
  run.units ??= structure.units;
  const isEnd = structure.units <= run.keep * run.units;
  if (step === 0 || (step % run.stepsBetween !== 0 && !isEnd)) return;
  const started = performance.now();
  const {accuracy} = await evaluate(run.network, run.held);
  run.seconds.evaluation += (performance.now() - started) / 1000;
  run.points.push({removed: run.units - structure.units, flops: countFlops(run.network), accuracy});
}
