// One engine's side of the edge bench: layers models as plain TensorFlow.js loads and runs them.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {startEngine, tf} from '../../packages/backend/dist/index.js';
import {layersActions} from '../edge/passes.mjs';
import {serve} from '../harness/worker.mjs';

const {name, version, device} = await startEngine({threads: Number(process.argv[2])});

await serve({version: `${name} ${version}`, device}, layersActions(tf, loadModel));

function loadModel(folder) {
  const {modelTopology, weightsManifest} = JSON.parse(readFileSync(join(folder, 'model.json'), 'utf8'));
  const weightData = new Uint8Array(readFileSync(join(folder, 'weights.bin'))).buffer;
  const weightSpecs = weightsManifest.flatMap(({weights}) => weights);
  return tf.loadLayersModel(tf.io.fromMemory({modelTopology, weightSpecs, weightData}));
}
