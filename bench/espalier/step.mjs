// Espalier's side of the training step: plain, with scores taken on the way, and its single convolutions.
import {profileOps, tf} from '../../packages/backend/dist/index.js';
import {
  createOptimizer,
  createScorer,
  findStructure,
  inferShapes,
  trainableWeights,
  trainStep
} from '../../packages/core/dist/index.js';
import {allCriteria} from '../../packages/criteria/dist/index.js';
import {median} from '../harness/statistics.mjs';
import {serve} from '../harness/worker.mjs';
import {benchNetwork, noise} from './networks.mjs';
import {startWorker} from './start.mjs';
import {stepCosts} from './stepCosts.mjs';

const BATCH = 32;
/** Criteria that read feature maps and nothing else but labels. */
const ACTIVATION = allCriteria.filter(({needs}) => needs.includes('featureMap') && needs.every(fromMaps));
const SCORED = {taylor: [named('taylor')], activation: ACTIVATION, obd: [named('obd')]};

const hello = await startWorker();
const {x, y} = noise(BATCH);
const models = new Map();

await serve(hello, {
  steps: ({network, scores, repeats}) => Array.from({length: repeats}, () => timeStep(modelOf(network), scores)),
  // Plain and scored by turns, each first as often as the other.
  pairs: ({network, scores, pairs}) => {
    const model = modelOf(network);
    return Array.from({length: pairs}, (_, i) => {
      const first = timeStep(model, i % 2 ? scores : undefined);
      const second = timeStep(model, i % 2 ? undefined : scores);
      return i % 2 ? {plain: second, scored: first} : {plain: first, scored: second};
    });
  },
  profile: ({network, steps}) => profileSteps(modelOf(network), steps),
  finish: ({network, scores}) => timeFinish(modelOf(network), scores),
  criteria: ({scores}) => SCORED[scores].map(({name}) => name),
  bandwidth,
  costs: ({network}) => stepCosts(modelOf(network).net, BATCH),
  convolutions: ({network, repeats}) => timeConvolutions(modelOf(network).net, repeats)
});

function named(name) {
  return allCriteria.find(criterion => criterion.name === name);
}

function fromMaps(need) {
  return need === 'featureMap' || need === 'labels';
}

function modelOf(name) {
  if (!models.has(name)) {
    const net = benchNetwork(name);
    const optimizer = createOptimizer({lr: 1e-3, momentum: 0.9, weightDecay: 1e-4});
    models.set(name, {net, structure: findStructure(net), optimizer, weights: trainableWeights(net), seed: 0});
  }
  return models.get(name);
}

function timeStep(model, scores) {
  const {net, optimizer, weights} = model;
  const scorer = scores && scorerOf(model, scores);
  const start = performance.now();
  trainStep(net, {x, y}, {optimizer, weights, seed: model.seed++, scorer});
  return (performance.now() - start) / 1000;
}

/** Seconds a step, with and without each op being timed, and of each op. */
function profileSteps(model, steps) {
  const times = count => Array.from({length: count}, () => timeStep(model));
  const plain = median(times(steps + 2).slice(2));
  let profiled;
  const ops = profileOps(() => {
    profiled = times(steps);
  });
  const perStep = ops.map(({op, seconds, calls}) => [op, {seconds: seconds / steps, calls: calls / steps}]);
  return {plain, seconds: profiled.reduce((sum, time) => sum + time, 0) / steps, ops: Object.fromEntries(perStep)};
}

/** A scorer sees ten steps, as between two removals; making it is no part of a step. */
function scorerOf(model, scores) {
  const kept = model[scores];
  if (kept && kept.steps < 10) {
    kept.steps++;
    return kept.scorer;
  }
  kept?.scorer.dispose();
  const scorer = createScorer(model.net, model.structure, {criteria: SCORED[scores], curvature: {samples: 1}, seed: 0});
  model[scores] = {scorer, steps: 1};
  return scorer;
}

function timeFinish(model, scores) {
  const scorer = scorerOf(model, scores);
  timeStep(model, scores);
  const start = performance.now();
  scorer.finish();
  return (performance.now() - start) / 1000;
}

function timeConvolutions(net, repeats) {
  const shapes = inferShapes(net);
  const seen = new Map();
  for (const {id, layer, inputs} of net.nodes) {
    const {type, config} = net.layers.get(layer);
    if (type !== 'Conv2D' || config.kernel_size === 1 || shapes.get(id)[0] !== shapes.get(inputs[0])[0]) continue;
    const [size, , from] = shapes.get(inputs[0]);
    seen.set(`${size}/${from}/${config.filters}`, {size, from, to: config.filters});
  }
  return [...seen.values()].map(shape => ({...shape, seconds: timeConvolution(shape, repeats)}));
}

function timeConvolution({size, from, to}, repeats) {
  return tf.tidy(() => {
    const map = tf.randomNormal([BATCH, size, size, from]);
    const kernel = tf.randomNormal([3, 3, from, to]);
    return Array.from({length: repeats}, () => {
      const start = performance.now();
      tf.conv2d(map, kernel, 1, 'same').dispose();
      return (performance.now() - start) / 1000;
    });
  });
}

/** Bytes a second that copying a quarter of a gigabyte on one thread reads and writes. */
function bandwidth() {
  const [from, to] = [new Float32Array(2 ** 26).fill(1), new Float32Array(2 ** 26).fill(2)];
  const seconds = Array.from({length: 5}, () => {
    const start = performance.now();
    to.set(from);
    return (performance.now() - start) / 1000;
  });
  return (2 * from.byteLength) / Math.min(...seconds);
}
