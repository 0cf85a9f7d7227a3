// Runs the models in the folder given by plain TensorFlow.js, which knows nothing of Espalier, and prints the outputs.
import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import * as tf from '@tensorflow/tfjs';
import {predictAll} from './predict.mjs';

const [folder] = process.argv.slice(2);
const read = (...path) => JSON.parse(readFileSync(join(folder, ...path), 'utf8'));

await tf.setBackend('cpu');
const results = await predictAll(tf, read('index.json'), {
  loadModel: home => {
    const {modelTopology, weightsManifest} = read(home, 'model', 'model.json');
    const weightData = new Uint8Array(readFileSync(join(folder, home, 'model', 'weights.bin'))).buffer;
    const weightSpecs = weightsManifest.flatMap(({weights}) => weights);
    return tf.loadLayersModel(tf.io.fromMemory({modelTopology, weightSpecs, weightData}));
  },
  loadData: home => read(home, 'data.json')
});
process.stdout.write(JSON.stringify({results, version: tf.version_core, backend: tf.getBackend()}));
