import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {defineCriterion, type Criterion} from '../criterion.ts';
import type {Examples} from '../data.ts';
import {evaluate} from '../evaluate.ts';
import {ablation} from '../graph/ablate.ts';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {findStructure} from '../graph/findStructure.ts';
import {forward} from '../graph/forward.ts';
import type {Network} from '../graph/network.ts';
import type {Structure} from '../graph/structure.ts';
import {startTestEngine} from '../testing/engine.ts';
import {randomNetwork} from '../testing/randomNetwork.ts';
import {noisyExamples, normalizedNetwork, plainNetwork} from '../testing/smallNetworks.ts';
import {scoreUnits} from './scoreUnits.ts';

beforeAll(startTestEngine);

const signed = defineCriterion({
  name: 'signed',
  needs: ['gateGradient'],
  perExample: ({gateGradient}) => gateGradient
});
const size = defineCriterion({
  name: 'size',
  needs: ['gateGradient'],
  perExample: ({gateGradient}) => tf.abs(gateGradient)
});
const elementwise = defineCriterion({
  name: 'elementwise',
  needs: ['elementwiseGradient'],
  perExample: ({elementwiseGradient}) => elementwiseGradient
});
const curvature = defineCriterion({
  name: 'curvature',
  needs: ['gateCurvature'],
  perExample: ({gateCurvature}) => gateCurvature
});
const kernelCurvature = defineCriterion({
  name: 'kernel-curvature',
  needs: ['kernel', 'kernelCurvature'],
  finish: (_collected, {kernel, kernelCurvature: diagonal}) =>
    tf.sum<tf.Tensor1D>(tf.mul(tf.square(kernel), diagonal), 0)
});
const deviation = defineCriterion({
  name: 'deviation',
  needs: ['featureMap'],
  collect: 'moments',
  perExample: ({featureMap}) => tf.mean(featureMap, 1),
  finish: ({value}) => value!.variance
});

/** Mean loss when every consumer's input of one unit is multiplied by `gate`. */
async function lossAt(network: Network, structure: Structure, unit: number, gate: number, examples: Examples) {
  const {x, y} = await examples.batch(Array.from({length: examples.size}, (_, i) => i));
  const cut = ablation(structure, [unit])!;
  const loss = tf.tidy(() => {
    const edge = (key: string, tensor: tf.Tensor) => {
      const without = cut(key, tensor);
      return tf.add(without, tf.mul(tf.sub(tensor, without), gate));
    };
    const logits = forward(network, new Map([[network.inputs[0]!, x]]), network.outputs, {edge}).get(
      network.outputs[0]!
    )!;
    return tf.neg(tf.mean(tf.sum(tf.mul(y, tf.logSoftmax(logits as tf.Tensor2D)), -1))).dataSync()[0]!;
  });
  tf.dispose([x, y]);
  return loss;
}

describe('scoreUnits', () => {
  it.each([
    ['a chain', () => normalizedNetwork(2), [9, 9, 2]],
    ...[1, 8, 15, 22, 36, 43].map(seed => [`random network ${seed}`, () => randomNetwork(seed), [6, 5, 2]] as const),
    ...[2, 4, 5, 9, 12, 13, 21, 33].map(
      seed => [`random recurrent network ${seed}`, () => randomNetwork(seed, 'sequence'), [7, 3]] as const
    )
  ] as const)('measures the derivative of the loss by each gate of %s', async (_name, build, shape) => {
    const network = build();
    const examples = noisyExamples(12, shape, 3);
    const structure = findStructure(network, {units: ['convolution', 'dense', 'recurrent']});
    const {scores, loss} = await scoreUnits(network, examples, {criteria: [signed], structure});
    expect(loss).toBeCloseTo((await evaluate(network, examples)).loss, 5);
    const step = 0.004;
    const largest = Math.max(...scores.get('signed')!.map(Math.abs));
    for (let unit = 0; unit < structure.units; unit++) {
      const up = await lossAt(network, structure, unit, 1 + step, examples);
      const down = await lossAt(network, structure, unit, 1 - step, examples);
      const difference = (up - down) / (2 * step) - scores.get('signed')![unit]!;
      // Float32 losses differ by rounding, whatever the gate does.
      expect(Math.abs(difference)).toBeLessThan(0.02 * largest + 1e-4);
    }
    disposeNetwork(network);
  });

  it.each([
    ['plain', plainNetwork, [8, 8, 2]],
    ['normalised', normalizedNetwork, [9, 9, 2]]
  ] as const)(
    'gives the same scores for batches of 1, 7 and 32, in any order, on a %s chain',
    async (_n, build, shape) => {
      const network = build(3);
      const examples = noisyExamples(33, shape, 3);
      const criteria: Criterion[] = [signed, size, elementwise, curvature, kernelCurvature, deviation];
      const order = Array.from({length: 33}, (_, i) => (i * 7) % 33);
      const score = (batchSize: number, indices?: number[]) =>
        scoreUnits(network, examples, {criteria, batchSize, curvature: 'exact', indices});
      const [reference, ...others] = [await score(1), await score(7), await score(32), await score(7, order)];
      for (const {scores} of others) {
        for (const [name, values] of scores) {
          const expected = reference.scores.get(name)!;
          const largest = Math.max(...expected.map(Math.abs));
          values.forEach((value, unit) => expect(Math.abs(value - expected[unit]!) / largest).toBeLessThan(1e-5));
        }
      }
      disposeNetwork(network);
    }
  );

  it('finds the second derivative by the gate where the network is piecewise linear', async () => {
    const network = plainNetwork(4);
    const examples = noisyExamples(6, [8, 8, 2], 3);
    const structure = findStructure(network);
    const {scores} = await scoreUnits(network, examples, {criteria: [curvature], structure, curvature: 'exact'});
    const step = 0.05;
    const exact = scores.get('curvature')!;
    const largest = Math.max(...exact);
    // The last convolution: its gates meet no further ReLU, so nothing switches within the step.
    for (let unit = structure.groups[1]!.first; unit < structure.units; unit++) {
      const [up, middle, down] = [
        await lossAt(network, structure, unit, 1 + step, examples),
        await lossAt(network, structure, unit, 1, examples),
        await lossAt(network, structure, unit, 1 - step, examples)
      ];
      expect(Math.abs((up - 2 * middle + down) / step ** 2 - exact[unit]!) / largest).toBeLessThan(0.01);
    }
    disposeNetwork(network);
  });

  it('draws labels whose mean curvature nears the exact one', async () => {
    const network = plainNetwork(5);
    const examples = noisyExamples(16, [8, 8, 2], 3);
    const criteria = [curvature, kernelCurvature];
    const exact = await scoreUnits(network, examples, {criteria, curvature: 'exact'});
    const sampled = await scoreUnits(network, examples, {criteria, curvature: {samples: 600}});
    for (const [name, values] of sampled.scores) {
      const expected = exact.scores.get(name)!;
      const largest = Math.max(...expected);
      values.forEach((value, unit) => expect(Math.abs(value - expected[unit]!) / largest).toBeLessThan(0.15));
    }
    disposeNetwork(network);
  });

  it('leaves no tensors behind, whatever the criteria', async () => {
    const network = normalizedNetwork(6);
    const examples = noisyExamples(10, [9, 9, 2], 3);
    const before = tf.memory().numTensors;
    const criteria = [signed, elementwise, curvature, kernelCurvature, deviation];
    await scoreUnits(network, examples, {criteria, batchSize: 4});
    expect(tf.memory().numTensors).toBe(before);
    disposeNetwork(network);
  });

  it.each([
    [
      defineCriterion({
        name: 'flat',
        needs: ['gateGradient'],
        perExample: ({gateGradient}) => tf.mean(gateGradient, 0)
      }),
      'Expected `perExample` of criterion "flat" to return [10, 4] (examples, units) for group "conv1", got [4].'
    ],
    [
      defineCriterion({name: 'short', needs: [], finish: () => [1, 2]}),
      'Expected criterion "short" to return 4 scores (one a unit) for group "conv1", got 2.'
    ],
    [
      defineCriterion({name: 'not-finite', needs: [], finish: () => [1, 2, Infinity, 3]}),
      'Expected criterion "not-finite" to return finite scores, got Infinity for unit 2 of "conv1".'
    ],
    [
      defineCriterion({name: 'number', needs: [], perExample: () => 5 as unknown as tf.Tensor}),
      'Expected `perExample` of criterion "number" to return [10, 4] (examples, units) for group "conv1", got number.'
    ],
    [
      defineCriterion({
        name: 'broken',
        needs: ['gateGradient'],
        perExample: () => {
          throw new Error('boom');
        }
      }),
      'Criterion "broken" failed in `perExample`: boom'
    ],
    [
      defineCriterion({
        name: 'curious',
        needs: [],
        finish: (_c, evidence) => [(evidence as {labels?: number[]}).labels!.length]
      }),
      'Criterion "curious" read `labels`, but does not list it in `needs`.'
    ]
  ])('refuses a criterion that breaks its contract: %o', async (criterion, message) => {
    const network = plainNetwork();
    const examples = noisyExamples(10, [8, 8, 2], 3);
    const before = tf.memory().numTensors;
    await expect(scoreUnits(network, examples, {criteria: [criterion]})).rejects.toThrow(message);
    expect(tf.memory().numTensors).toBe(before);
    disposeNetwork(network);
  });
});
