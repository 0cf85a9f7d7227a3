import {readFileSync} from 'node:fs';
import {join} from 'node:path';
import {examplesFromArrays, readNpy, subset} from '../../packages/datasets/dist/index.js';

// A plain array of bytes: a Buffer is a view into a larger one.
export const loadNpy = path => readNpy(new Uint8Array(readFileSync(path)), path);

/** Examples that `base.mjs` wrote: `x.npy` [n, height, width, channels] and `y.npy` [n]. */
export function readExamples(folder, count = 'all') {
  const [x, y] = ['x.npy', 'y.npy'].map(name => loadNpy(join(folder, name)));
  return subset(examplesFromArrays({x: x.data, y: y.data, shape: x.shape.slice(1), classes: 10}), count);
}
