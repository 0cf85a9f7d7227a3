import {startEngine, tf} from '@espalier/backend';
import {disposeNetwork, forward, logits, type Examples, type Network} from '@espalier/core';
import {
  familyOf,
  familyShape,
  LAYER_CASES,
  normal,
  normalizedNetwork,
  oneLayer,
  randomNetwork,
  runOneLayer
} from '@espalier/core/testing';
import {beforeAll, describe, expect, it} from 'vitest';
import {optimizedOps, relativeDifference, runOnnx} from '../../../testing/runOnnx.ts';
import {buildZooNetwork} from '../../zoo/index.ts';
import {toOnnx} from '../toOnnx.ts';
import {calibrate} from './calibrate.ts';
import {foldBatchNorm} from './foldBatchNorm.ts';
import {splitLayers} from './splitLayers.ts';
import {toInt8Onnx} from './toInt8Onnx.ts';

beforeAll(async () => {
  await startEngine();
});

/** Rows of a tensor as examples of which only the inputs are asked for. */
function examplesOf(x: tf.Tensor): Examples {
  const [size, ...shape] = x.shape as [number, ...number[]];
  const batch = (indices: readonly number[]) => ({
    x: tf.gather(x, [...indices]),
    y: tf.ones<tf.Rank.R2>([indices.length, 2])
  });
  return {size, shape, classes: 2, batch};
}

/** How far 8 bits are from the engine on the examples that they were calibrated with. */
async function distance(network: Network, x: tf.Tensor): Promise<number> {
  const [output] = await runOnnx(await toInt8Onnx(network, examplesOf(x)), [x]);
  const expected = tf.tidy(() => tf.softmax(logits(network, x)));
  const difference = relativeDifference(output!, expected);
  tf.dispose(expected);
  return difference;
}

const KERNELS = ['Conv1D', 'Conv2D', 'Conv3D', 'Dense', 'DepthwiseConv2D', 'SeparableConv2D', 'TimeDistributed'];

describe('splitLayers and foldBatchNorm', () => {
  it.each([...Array(12).keys()])('compute the same as the random network %i', seed => {
    const family = familyOf(seed);
    const network = randomNetwork(seed, family);
    const x = normal([3, ...familyShape(family)], seed);
    const split = splitLayers(network);
    foldBatchNorm(split);
    const expected = tf.tidy(() => tf.softmax(logits(network, x)));
    const [id] = split.outputs as [string];
    const actual = tf.tidy(() => forward(split, new Map([['input', x]]), [id]).get(id)!);
    expect(tf.max(tf.abs(tf.sub(expected, actual))).dataSync()[0]).toBeLessThan(1e-5);
    expect(split.outputs).toEqual(['softmax']);
    disposeNetwork(network);
    disposeNetwork(split);
  });

  it('leave no batch normalization behind a convolution', () => {
    const network = normalizedNetwork();
    const split = splitLayers(network);
    foldBatchNorm(split);
    expect([...split.layers.values()].filter(({type}) => type === 'BatchNormalization')).toEqual([]);
    expect(split.nodes.map(({id}) => id)).toContain('bn1');
  });
});

describe('toInt8Onnx', () => {
  const cases = LAYER_CASES.filter(([type]) => KERNELS.includes(type));

  it.each(cases.map((one, i) => [one[0], i, one] as const))('%s (case %i) in 8 bits is close', async (...row) => {
    const network = oneLayer(row[2]);
    const x = normal([8, ...row[2][1]], 3);
    const expected = runOneLayer(network, x);
    const [output] = await runOnnx(await toInt8Onnx(network, examplesOf(x)), [x]);
    expect(output!.shape).toEqual(expected.shape);
    const difference = relativeDifference(output!, expected);
    expect(difference).toBeLessThan(0.06);
    if (row[0] !== 'TimeDistributed' && network.weights.size > 0) expect(difference).toBeGreaterThan(1e-6);
    disposeNetwork(network);
  });

  it.each([...Array(12).keys()])('a random network (%i) in 8 bits is close', async seed => {
    const family = familyOf(seed);
    const network = randomNetwork(seed, family);
    expect(await distance(network, normal([16, ...familyShape(family)], seed))).toBeLessThan(0.2);
    disposeNetwork(network);
  });

  it.each([
    ['resnet-20', [16, 16, 3], 'QLinearConv', 'QLinearAdd'],
    ['mobilenet-v2', [32, 32, 3], 'QLinearConv', 'QLinearAdd', 'QGemm']
  ])('of %s computes on whole numbers in ONNX Runtime', async (name, inputShape, ...ops) => {
    const network = buildZooNetwork(name, {inputShape, classes: 7, seed: 3});
    const x = normal([8, ...inputShape], 4);
    const graph = await toInt8Onnx(network, examplesOf(x));
    const run = await optimizedOps(graph);
    ops.forEach(op => expect(run).toContain(op));
    expect(run).not.toContain('Conv');
    disposeNetwork(network);
  });

  it('takes a quarter of the bytes of float32', async () => {
    const network = buildZooNetwork('vgg-xs', {inputShape: [16, 16, 3], classes: 7, seed: 3});
    const bytes = (graph: ReturnType<typeof toOnnx>) =>
      [...graph.initializers.values()].reduce((sum, {values}) => sum + values.byteLength, 0);
    const small = await toInt8Onnx(network, examplesOf(normal([4, 16, 16, 3], 4)));
    expect(bytes(toOnnx(network)) / bytes(small)).toBeGreaterThan(3.5);
    disposeNetwork(network);
  });
});

describe('calibrate', () => {
  it('takes the extremes, or cuts half of the rest off at either end', async () => {
    const network = oneLayer(['Activation', [100], {activation: 'linear'}]);
    const x = tf.reshape(tf.range(0, 1000), [10, 100]);
    expect((await calibrate(network, examplesOf(x))).get('layer')).toEqual({min: 0, max: 999});
    const {min, max} = (await calibrate(network, examplesOf(x), {percentile: 90})).get('layer')!;
    expect(min).toBeCloseTo(50, -0.5);
    expect(max).toBeCloseTo(949, -0.5);
    disposeNetwork(network);
  });
});
