// ONNX Runtime's side of the edge bench.
import {createRequire} from 'node:module';
import {join} from 'node:path';
import {serve} from '../harness/worker.mjs';
import {loadNpy} from './examples.mjs';

const require = createRequire(new URL('../../packages/experiments/package.json', import.meta.url));
const {InferenceSession, Tensor} = require('onnxruntime-node');
const {version} = require('onnxruntime-node/package.json');
const BATCH = 250;
let sessions = new Map();

// Of its own accord it runs on the processor, also beside a GPU.
await serve({version: `ONNX Runtime ${version}`, device: 'cpu'}, {load, pass, accuracy});

async function load({paths}) {
  for (const session of sessions.values()) await session.release();
  sessions = new Map();
  for (const [name, path] of Object.entries(paths)) sessions.set(name, await open(path));
  return true;
}

function open(path) {
  const intraOpNumThreads = Number(process.argv[2]);
  return InferenceSession.create(path, {intraOpNumThreads, interOpNumThreads: 1, logSeverityLevel: 3});
}

/** Seconds of a pass, mean of `inner` of them. */
async function pass({name, batch, inner}) {
  const session = sessions.get(name);
  const [, ...shape] = session.inputMetadata[0].shape;
  const feed = feedOf(session, [batch, ...shape], noise(batch * shape.reduce((a, b) => a * b, 1)));
  const start = performance.now();
  for (let i = 0; i < inner; i++) await session.run(feed);
  return (performance.now() - start) / 1000 / inner;
}

/** Share of the images in `data` whose class the model of that name gives. */
async function accuracy({name, data}) {
  const session = sessions.get(name);
  const [x, y] = ['x.npy', 'y.npy'].map(file => loadNpy(join(data, file)));
  const [size, ...shape] = x.shape;
  const pixels = x.data.length / size;
  let hits = 0;
  for (let start = 0; start < size; start += BATCH) {
    const count = Math.min(BATCH, size - start);
    const images = x.data.slice(start * pixels, (start + count) * pixels);
    const made = await session.run(feedOf(session, [count, ...shape], images));
    const outputs = made[session.outputNames[0]].data;
    const classes = outputs.length / count;
    for (let i = 0; i < count; i++) {
      const scores = outputs.subarray(i * classes, (i + 1) * classes);
      if (scores.indexOf(Math.max(...scores)) === y.data[start + i]) hits++;
    }
  }
  return hits / size;
}

function feedOf(session, shape, values) {
  return {[session.inputNames[0]]: new Tensor('float32', values, shape)};
}

/** The same numbers every time; what they are changes no time. */
function noise(size) {
  return Float32Array.from({length: size}, (_, i) => 2 * Math.sin(12.9898 * i));
}
