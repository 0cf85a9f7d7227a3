import {cp, mkdir, rm, writeFile} from 'node:fs/promises';
import {createRequire} from 'node:module';
import {dirname, join} from 'node:path';
import {fileURLToPath} from 'node:url';
import {startEngine, tf} from '@espalier/backend';
import {countFlops, countParameters, disposeNetwork} from '@espalier/core';
import {openData} from '@espalier/datasets';
import {exportModel, loadModel} from '@espalier/experiments';

const require = createRequire(import.meta.url);
const own = file => fileURLToPath(new URL(file, import.meta.url));
const dist = name => join(dirname(require.resolve(`${name}/package.json`)), 'dist');
const WASM = ['tfjs-backend-wasm.wasm', 'tfjs-backend-wasm-simd.wasm', 'tfjs-backend-wasm-threaded-simd.wasm'];

/**
 * Writes the page with everything it needs: two layers models that read images, TensorFlow.js, and the first `images` test
 * images of the data. Nothing in it comes from elsewhere.
 */
export async function buildSite(folder, {whole, pruned, data, images = 12}) {
  await startEngine({onNotice: line => console.error(line)});
  await rm(folder, {recursive: true, force: true});
  await mkdir(folder, {recursive: true});
  const models = {};
  for (const [name, path] of Object.entries({whole, pruned})) models[name] = await addModel(path, join(folder, name));
  const pictures = await takeImages(data, images);
  await writeFile(join(folder, 'demo.json'), JSON.stringify({models, data, ...pictures}));
  for (const file of ['index.html', 'demo.mjs']) await cp(own(file), join(folder, file));
  await cp(join(dist('@tensorflow/tfjs'), 'tf.min.js'), join(folder, 'tf.min.js'));
  const wasm = dist('@tensorflow/tfjs-backend-wasm');
  for (const file of [...WASM, 'tf-backend-wasm.min.js']) await cp(join(wasm, file), join(folder, file));
}

/** Copies a model and says what it costs. */
async function addModel(path, folder) {
  const {bytes} = await exportModel(path, {to: 'tfjs', out: folder});
  const {network} = await loadModel(folder);
  const about = {bytes, parameters: countParameters(network), flops: countFlops(network)};
  disposeNetwork(network);
  return about;
}

/** Pixels as the network reads them, with the range that they lie in, labels and names of classes. */
async function takeImages(data, count) {
  const {test, shape, classes, classNames} = await openData(data, {test: count, validation: 0, seed: 0});
  const {x, y} = await test.batch(Array.from({length: count}, (_, i) => i));
  const pixels = Array.from(x.dataSync(), value => Number(value.toPrecision(6)));
  tf.dispose([x, y]);
  const names = classNames ?? Array.from({length: classes}, (_, i) => String(i));
  return {shape, names, labels: [...test.labels], pixels};
}
