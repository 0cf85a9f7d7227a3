import {startEngine, tf} from '@espalier/backend';
import {disposeNetwork, inferShapes, logits, type Network} from '@espalier/core';
import {familyOf, familyShape, LAYER_CASES, normal, oneLayer, randomNetwork, runOneLayer} from '@espalier/core/testing';
import {beforeAll, describe, expect, it} from 'vitest';
import {buildZooNetwork} from '../zoo/index.ts';
import {exportedTypes} from './operators/index.ts';
import {relativeDifference, runOnnx} from '../../testing/runOnnx.ts';
import {toOnnx} from './toOnnx.ts';

const REFUSED = ['ConvLSTM2D'];
const TOLERANCE = 1e-5;

beforeAll(async () => {
  await startEngine();
});

/** How far ONNX Runtime is from the engine, on the network's output with its softmax. */
async function distance(network: Network, x: tf.Tensor): Promise<number> {
  const [output] = await runOnnx(toOnnx(network), [x]);
  const expected = tf.tidy(() => tf.softmax(logits(network, x)));
  expect(output!.shape).toEqual(expected.shape);
  const difference = relativeDifference(output!, expected);
  tf.dispose([x, expected]);
  disposeNetwork(network);
  return difference;
}

describe('in ONNX Runtime', () => {
  const cases = LAYER_CASES.filter(([type]) => !REFUSED.includes(type));

  it.each(cases.map((one, i) => [one[0], i, one] as const))('%s (case %i) gives what it gives here', async (...row) => {
    const one = row[2];
    const network = oneLayer(one);
    const numbers = one[0] === 'Embedding';
    const x = numbers ? tf.randomUniform([3, ...one[1]], 0, 4, 'int32', 3) : normal([3, ...one[1]], 3);
    const expected = runOneLayer(network, x);
    const [output] = await runOnnx(toOnnx(network), [x]);
    expect(output!.shape).toEqual(expected.shape);
    expect(relativeDifference(output!, expected)).toBeLessThan(TOLERANCE);
    tf.dispose([x, expected]);
    disposeNetwork(network);
  });

  it.each([...Array(24).keys()])('a random network (%i) gives the same probabilities', async seed => {
    const family = familyOf(seed);
    expect(await distance(randomNetwork(seed, family), normal([3, ...familyShape(family)], seed))).toBeLessThan(
      TOLERANCE
    );
  });

  it.each([
    ['lenet', [28, 28, 1]],
    ['resnet-20', [16, 16, 3]],
    ['mobilenet-v2', [32, 32, 3]],
    ['conv-gru', [29, 12]]
  ])('%s gives the same probabilities', async (name, inputShape) => {
    const network = buildZooNetwork(name, {inputShape, classes: 7, seed: 3});
    expect(await distance(network, normal([2, ...inputShape], 4))).toBeLessThan(TOLERANCE);
  });

  it('a network that reads numbers of words gives the same probabilities', async () => {
    const network = buildZooNetwork('text-cnn', {inputShape: [16], seed: 3});
    const x = tf.randomUniform([2, 16], 0, 100, 'float32', 5);
    expect(await distance(network, x)).toBeLessThan(TOLERANCE);
  });
});

describe('toOnnx', () => {
  it('keeps the names and shapes of inputs and outputs', () => {
    const network = buildZooNetwork('lenet', {inputShape: [28, 28, 1], classes: 10, seed: 1});
    const {inputs, outputs} = toOnnx(network);
    expect(inputs).toEqual([{name: 'input', shape: [28, 28, 1]}]);
    expect(outputs).toEqual([{name: 'softmax', shape: inferShapes(network).get(network.outputs[0]!)}]);
    disposeNetwork(network);
  });

  it('knows every layer class of the engine but those that it refuses by name', () => {
    const tested = new Set(LAYER_CASES.map(([type]) => type));
    const missing = [...tested].filter(type => !exportedTypes().includes(type));
    expect(missing).toEqual(REFUSED);
    const network = oneLayer(LAYER_CASES.find(([type]) => type === 'ConvLSTM2D')!);
    expect(() => toOnnx(network)).toThrow('Layer "layer" (ConvLSTM2D) cannot be exported to ONNX.');
    disposeNetwork(network);
  });
});
