import {spawnSync} from 'node:child_process';
import {startContender} from './contender.mjs';
import {startBrowserSide} from './edgeBrowser.mjs';
import {workerPath} from './sides.mjs';

const LAYERS = ['layers float32', 'layers uint8'];
const ONNX = ['ONNX float32', 'ONNX int8'];
const BATCHES = [1, 32];

// One thread, like those that have no more.
const worker = (name, file, engine) =>
  startContender(name, process.execPath, [workerPath(`espalier/${file}`), '1'], {
    // GPUs in the order of the bus, which is that of who reads their power.
    env: {ESPALIER_ENGINE: engine, ESPALIER_THREADS: '1', CUDA_DEVICE_ORDER: 'PCI_BUS_ID'}
  });

/** Asks for the driver first: without one the engine would only fail, and say so at length. */
const gpuWorker = async name =>
  spawnSync('nvidia-smi', ['-L']).status === 0 ? worker(name, 'edgeLayers.mjs', 'gpu') : undefined;

/** What starts each target, undefined where the machine has none; the forms that it runs, and the batches. */
const TARGETS = {
  TensorFlow: {start: name => worker(name, 'edgeLayers.mjs', 'native'), forms: LAYERS, batches: BATCHES},
  'TensorFlow on a GPU': {start: gpuWorker, forms: LAYERS, batches: BATCHES},
  'ONNX Runtime': {start: name => worker(name, 'edgeOnnx.mjs', 'js'), forms: ONNX, batches: BATCHES},
  'WebAssembly in Node': {start: name => worker(name, 'edgeLayers.mjs', 'wasm'), forms: LAYERS, batches: BATCHES},
  'WebAssembly in a browser': {start: startBrowserSide, forms: LAYERS, batches: BATCHES},
  'plain JavaScript': {start: name => worker(name, 'edgeLayers.mjs', 'js'), forms: LAYERS.slice(0, 1), batches: [1]}
};

/** The targets that this machine has, as sides; models lie below `folder`. */
export async function startTargets(folder, log) {
  const sides = [];
  for (const [name, {start}] of Object.entries(TARGETS)) {
    const side = await start(name, folder).catch(() => undefined);
    if (side) sides.push(side);
    else log(`skipped: ${name} (not on this machine)`);
  }
  return sides;
}

export const isRunBy = ({name}, form) => TARGETS[name].forms.includes(form);
export const takesBatch = ({name}, batch) => TARGETS[name].batches.includes(batch);
