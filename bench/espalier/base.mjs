// Makes what both sides start from: images, weights and the order of minibatches, as `.npy` files.
import {join} from 'node:path';
import {createBatchOrder, disposeNetwork, evaluate, trainNetwork} from '../../packages/core/dist/index.js';
import {DataError, openData} from '../../packages/datasets/dist/index.js';
import {writeNpy} from '../harness/npy.mjs';
import {serve} from '../harness/worker.mjs';
import {writeExamples} from './examples.mjs';
import {benchNetwork, noise, writeWeights} from './networks.mjs';
import {startWorker} from './start.mjs';

const SETTINGS = {lr: 0.01, momentum: 0.9, weightDecay: 1e-4, batchSize: 32};
const hello = await startWorker();

await serve(hello, {fashion, base, random});

/** The first images of Fashion-MNIST in file order, padded to 32 × 32; the reason where they are not there. */
async function fashion({folder, train, test}) {
  const data = await openFashion({train, test}).catch(whyNot);
  if (data.missing) return data;
  await writeExamples(data.train, join(folder, 'train'));
  await writeExamples(data.test, join(folder, 'test'));
  return {note: data.note};
}

function openFashion({train, test}) {
  return openData('fashion-mnist', {train, test, validation: 0, padTo: 32, seed: 0});
}

function whyNot(error) {
  if (error instanceof DataError) return {missing: error.message};
  throw error;
}

/** A trained vgg-s, and the minibatches of the loop that follows. */
async function base({folder, seed, train, test, epochs, updates}) {
  const data = await openFashion({train, test});
  const network = benchNetwork('vgg-s', {inputShape: data.shape, seed});
  const started = performance.now();
  await trainNetwork(network, data.train, {...SETTINGS, epochs, seed});
  const seconds = (performance.now() - started) / 1000;
  const {accuracy} = await evaluate(network, data.test);
  writeWeights(network, folder);
  disposeNetwork(network);
  const order = createBatchOrder(data.train.size, SETTINGS.batchSize, seed);
  writeOrder(
    join(folder, 'order.npy'),
    Array.from({length: updates}, (_, i) => order.indices(i))
  );
  return {accuracy, seconds};
}

/** Untrained weights, noise and labels. */
async function random({folder, network: name, examples}) {
  const network = benchNetwork(name);
  writeWeights(network, folder);
  disposeNetwork(network);
  const {x, labels} = noise(examples);
  writeNpy(join(folder, 'x.npy'), x.shape, x.dataSync());
  writeNpy(join(folder, 'y.npy'), [examples], labels);
}

/** [updates, batch]; a minibatch cut short is filled up with −1. */
function writeOrder(path, batches) {
  const values = new Int32Array(batches.length * SETTINGS.batchSize).fill(-1);
  batches.forEach((indices, i) => values.set(indices, i * SETTINGS.batchSize));
  writeNpy(path, [batches.length, SETTINGS.batchSize], values);
}
