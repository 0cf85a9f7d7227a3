import {mkdirSync, readFileSync} from 'node:fs';
import {join} from 'node:path';
import {examplesFromArrays, readNpy, subset} from '../../packages/datasets/dist/index.js';
import {writeNpy} from '../harness/npy.mjs';

// A plain array of bytes: a Buffer is a view into a larger one.
export const loadNpy = path => readNpy(new Uint8Array(readFileSync(path)), path);

/** Writes `x.npy` [n, height, width, channels] and `y.npy` [n]. */
export async function writeExamples(examples, folder) {
  const {x, y} = await examples.batch(Array.from({length: examples.size}, (_, i) => i));
  mkdirSync(folder, {recursive: true});
  writeNpy(join(folder, 'x.npy'), x.shape, x.dataSync());
  writeNpy(join(folder, 'y.npy'), [examples.size], examples.labels);
  x.dispose();
  y.dispose();
}

/** Examples that were written so. */
export function readExamples(folder, count = 'all') {
  const [x, y] = ['x.npy', 'y.npy'].map(name => loadNpy(join(folder, name)));
  return subset(examplesFromArrays({x: x.data, y: y.data, shape: x.shape.slice(1), classes: 10}), count);
}
