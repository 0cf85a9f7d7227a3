// Makes the networks of the edge bench: trained, pruned to shares of the FLOPs, fine-tuned, and exported in every form.
import {mkdirSync} from 'node:fs';
import {join} from 'node:path';
import {
  cloneNetwork,
  countFlops,
  countParameters,
  createBatchOrder,
  disposeNetwork,
  evaluate,
  pruneIteratively,
  trainNetwork
} from '../../packages/core/dist/index.js';
import {allCriteria} from '../../packages/criteria/dist/index.js';
import {DataError, openData} from '../../packages/datasets/dist/index.js';
import {exportModel, loadModel, saveModel} from '../../packages/experiments/dist/index.js';
import {serve} from '../harness/worker.mjs';
import {writeExamples} from './examples.mjs';
import {benchNetwork} from './networks.mjs';
import {startWorker} from './start.mjs';

const DATA = 'fashion-mnist';
const SETTINGS = {momentum: 0.9, weightDecay: 1e-4, batchSize: 32};
const PRUNING = {lr: 0.001, unitsPerStep: 4, updates: 5};
const FINE_TUNING = {lr: 0.001, epochs: 2};
const hello = await startWorker();
let data;

await serve(hello, {open, make});

/** Opens the images and writes the test images for others; the reason where they are not there. */
async function open({folder, train, test}) {
  try {
    data = await openData(DATA, {train, test, validation: 0, seed: 0});
  } catch (error) {
    if (error instanceof DataError) return {missing: error.message};
    throw error;
  }
  await writeExamples(data.test, folder);
  return {note: data.note};
}

/** One trained network and its pruned copies, the whole one first, each with its forms. */
async function make({folder, network: name, seed, epochs, shares}) {
  const network = benchNetwork(name, {inputShape: data.shape, seed});
  await trainNetwork(network, data.train, {...SETTINGS, lr: 0.01, epochs, seed});
  const copies = await prunedCopies(network, {shares, seed});
  const made = [];
  for (const [i, {share, updates, copy}] of copies.entries()) {
    await trainNetwork(copy, data.train, {...SETTINGS, ...fineTuning(updates, copies), seed: seed + 1});
    const flops = countFlops(copy);
    made.push({
      share,
      flops,
      parameters: countParameters(copy),
      forms: await writeForms(copy, join(folder, String(i)))
    });
    disposeNetwork(copy);
  }
  return made;
}

/** Copies of a network as it comes by each share of its FLOPs, the lowest Taylor scores first. Disposes the network. */
async function prunedCopies(network, {shares, seed}) {
  const whole = countFlops(network);
  const copies = [{share: 1, updates: 0, copy: cloneNetwork(network)}];
  const onTuned = ({updates}) => {
    const share = shares[copies.length - 1];
    if (share === undefined || countFlops(network) > share * whole) return;
    copies.push({share, updates, copy: cloneNetwork(network)});
  };
  const steps = pruneIteratively(network, {
    ...{...SETTINGS, ...PRUNING, seed, train: data.train, onTuned},
    ...{ranker: allCriteria.find(({name}) => name === 'taylor'), until: {quantity: 'flops', fraction: shares.at(-1)}},
    // Nobody looks at the losses around a removal; one example is the least.
    ...{validation: data.train, recordExamples: 1}
  });
  for await (const step of steps) void step;
  disposeNetwork(network);
  return copies;
}

/** All end with about as many updates as the smallest, which had the most on the way. */
function fineTuning(updates, copies) {
  const {updatesPerEpoch} = createBatchOrder(data.train.size, SETTINGS.batchSize, 0);
  const most = Math.max(...copies.map(copy => copy.updates));
  return {...FINE_TUNING, epochs: FINE_TUNING.epochs + Math.round((most - updates) / updatesPerEpoch)};
}

/** Path, bytes and test accuracy of each form; ONNX models are left to ONNX Runtime to judge. */
async function writeForms(network, folder) {
  mkdirSync(folder, {recursive: true});
  const whole = join(folder, 'network');
  await saveModel(network, whole);
  const forms = [];
  for (const weights of ['float32', 'float16', 'uint8']) {
    const path = join(folder, weights);
    const {bytes} = await exportModel(whole, {to: 'tfjs', weights, out: path});
    forms.push({form: `layers ${weights}`, path, bytes, accuracy: await accuracyOf(path)});
  }
  const calibration = {data: DATA, split: 'train', examples: 256};
  for (const [weights, int8] of Object.entries({float32: undefined, int8: calibration})) {
    const path = join(folder, `${weights}.onnx`);
    const {bytes} = await exportModel(whole, {to: 'onnx', int8, out: path});
    forms.push({form: `ONNX ${weights}`, path, bytes});
  }
  return forms;
}

async function accuracyOf(path) {
  const {network} = await loadModel(path);
  const {accuracy} = await evaluate(network, data.test);
  disposeNetwork(network);
  return accuracy;
}
