import {currentEngine, tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {inferShapes} from '../graph/shapes.ts';
import {startTestEngine} from '../testing/engine.ts';
import {CASES_BEYOND, LAYER_CASES, type LayerCase} from '../testing/layerCases.ts';
import {normal, oneLayer, runOneLayer} from '../testing/oneLayer.ts';
import {expectRightGradients} from '../testing/rightGradients.ts';
import {predictions} from '../testing/tensorFlow.ts';
import {layerTypeNames} from './index.ts';

beforeAll(startTestEngine);

/** Needs more than one layer reading one input; compared where the rest of their behaviour is tested. */
const ELSEWHERE = ['Add', 'Average', 'Concatenate', 'Dot', 'Embedding', 'InputLayer', 'Maximum', 'Minimum', 'Multiply'];

/** Where TensorFlow.js itself is wrong on WebAssembly: padding counts as 0, and slopes are not stretched. */
const WRONG_ON_WASM = ['MaxPooling3D {"pool_size":[3,2,3]', 'PReLU {"shared_axes":[1,3]}'];

/** Layers with kinks or jumps: inputs are kept apart by more than a step. */
const KINKED = /ReLU|Max|relu|elu/i;

/** Values in disorder that are all different, by equal steps. */
function spaced(shape: readonly number[]): tf.Tensor {
  const size = shape.reduce((product, side) => product * side, 1);
  const values = Array.from({length: size}, (_, i) => (4 * ((i * 7919) % size)) / size - 1.9877);
  return tf.tensor(values, [...shape]);
}

/** Largest difference, in units of the largest value. */
function distance(ours: tf.Tensor, theirs: tf.Tensor): number {
  expect(ours.shape).toEqual(theirs.shape);
  const [a, b] = [Array.from(ours.dataSync()), theirs.dataSync()];
  const largest = Math.max(...Array.from(b, Math.abs), 1e-3);
  return Math.max(...a.map((value, i) => Math.abs(value - b[i]!))) / largest;
}

const title = ([type, shape, config]: LayerCase) => `${type} ${JSON.stringify(config)} on [${shape.join(', ')}]`;
const table = LAYER_CASES.map(one => [title(one), one] as const);
const allOfThem = [...LAYER_CASES, ...CASES_BEYOND].map(one => [title(one), one] as const);

describe('each layer type', () => {
  it('is compared here or elsewhere', () => {
    const here = new Set([...LAYER_CASES.map(([type]) => type), ...ELSEWHERE]);
    expect(layerTypeNames().filter(name => !here.has(name))).toEqual([]);
  });

  it.each(table)("computes what TensorFlow.js' own layer does: %s", async (name, one) => {
    if (currentEngine().name === 'wasm' && WRONG_ON_WASM.some(start => name.startsWith(start))) return;
    const network = oneLayer(one);
    const x = normal([3, ...one[1]], 5);
    const [ours, [theirs]] = [runOneLayer(network, x), await predictions(network, x)];
    expect(ours.shape.slice(1)).toEqual(inferShapes(network).get('layer'));
    expect(distance(ours, theirs!)).toBeLessThan(1e-5);
    tf.dispose([x, ours, theirs!]);
    disposeNetwork(network);
  });

  it.each(allOfThem)('has right gradients and keeps no tensors: %s', (_title, one) => {
    const network = oneLayer(one);
    const kinked = KINKED.test(JSON.stringify(one));
    const x = (kinked ? spaced : (shape: readonly number[]) => normal(shape, 5))([3, ...one[1]]);
    const before = tf.memory().numTensors;
    for (const training of [false, true]) expectRightGradients(network, x, {training, step: kinked ? 2e-4 : 2e-3});
    expect(tf.memory().numTensors).toBe(before);
    x.dispose();
    disposeNetwork(network);
  });
});
