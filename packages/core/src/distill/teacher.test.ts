import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {defineCriterion, type Criterion} from '../criterion.ts';
import type {Batch} from '../data.ts';
import {disposeBatch} from '../evaluate.ts';
import {fineTune, trainableWeights, trainStep} from '../fineTune.ts';
import {cloneNetwork, disposeNetwork} from '../graph/disposeNetwork.ts';
import {feedOf} from '../graph/feed.ts';
import {findStructure} from '../graph/findStructure.ts';
import type {Network} from '../graph/network.ts';
import {crossEntropy} from '../loss.ts';
import {createOptimizer} from '../optimizers/createOptimizer.ts';
import {removeUnits} from '../removeUnits.ts';
import {disposeRecording, recordForward} from '../score/recording.ts';
import {createScorer} from '../score/scorer.ts';
import {startTestEngine} from '../testing/engine.ts';
import {familyShape, randomNetwork} from '../testing/randomNetwork.ts';
import {noisyExamples, normalizedNetwork, plainNetwork, residualNetwork} from '../testing/smallNetworks.ts';
import type {DistillOptions} from './distillOptions.ts';
import {createTeacher, type Distillation} from './teacher.ts';

beforeAll(startTestEngine);

/** Removes units of the unpruned network, in rounds, and tells where those that are left come from. */
function pruned(teacher: Network, ...rounds: readonly (readonly number[])[]) {
  const network = cloneNetwork(teacher);
  let origins = findStructure(network).groups.flatMap(({size}) => [...Array(size).keys()]);
  for (const gone of rounds) {
    removeUnits(network, findStructure(network), gone);
    origins = origins.filter((_origin, unit) => !gone.includes(unit));
  }
  return {network, structure: findStructure(network), origins};
}

/** What a lesson costs in evaluation mode, and how many tensors it needs the caller to free. */
function costOf(network: Network, batch: Batch, {maps, lesson}: Distillation): number {
  const recording = recordForward(network, feedOf(batch), {maps, backward: true});
  const {loss, derivatives} = lesson(recording, batch, crossEntropy);
  derivatives.forEach(([at, derivative]) => expect(derivative.shape).toEqual(at.shape));
  tf.dispose(derivatives.map(([, derivative]) => derivative));
  disposeRecording(recording);
  return loss;
}

async function taughtCost(teacher: Network, shape: readonly number[], options: DistillOptions, rounds: number[][]) {
  const batch = await noisyExamples(6, shape, 3).batch([0, 1, 2, 3, 4, 5]);
  const {network, structure, origins} = pruned(teacher, ...rounds);
  const made = createTeacher(teacher, options);
  const cost = costOf(network, batch, made.teach(structure, origins));
  made.dispose();
  disposeBatch(batch);
  disposeNetwork(network);
  return cost;
}

describe('a teacher', () => {
  it('asks nothing of the network that it is itself', async () => {
    const network = normalizedNetwork();
    const tensors = tf.memory().numTensors;
    const options = {weight: 1, features: {layers: ['conv*', 'bn1', 'hidden'], weight: 3}};
    expect(await taughtCost(network, [9, 9, 2], options, [])).toBeCloseTo(0, 5);
    expect(tf.memory().numTensors).toBe(tensors);
    disposeNetwork(network);
  });

  it('stays as it was while the network that it was made of changes', async () => {
    const network = plainNetwork();
    const teacher = createTeacher(network, {weight: 1});
    const examples = noisyExamples(12, [8, 8, 2], 3);
    const batch = await examples.batch([0, 1, 2, 3]);
    const cost = () => {
      const structure = findStructure(network);
      return costOf(network, batch, teacher.teach(structure, [...Array(structure.units).keys()]));
    };
    expect(cost()).toBeCloseTo(0, 5);
    const optimizer = createOptimizer({lr: 0.1});
    await fineTune(network, examples, {optimizer, start: 0, updates: 3, batchSize: 4});
    expect(cost()).toBeGreaterThan(0.001);
    optimizer.dispose();
    teacher.dispose();
    disposeBatch(batch);
    disposeNetwork(network);
  });

  it('holds feature maps against its own on the channels that are left', async () => {
    // What a layer makes depends on no unit of its own: its channels that are left are the teacher's.
    const cases: [Network, readonly number[], string[], number[][]][] = [
      [plainNetwork(), [8, 8, 2], ['conv1'], [[1], [0, 4], [1]]],
      [
        normalizedNetwork(),
        [9, 9, 2],
        ['conv1', 'bn1', 'relu1', 'pool1'],
        [
          [0, 3, 9],
          [1, 5]
        ]
      ],
      [residualNetwork(), [8, 8, 2], ['stem'], [[1], [1]]]
    ];
    for (const [network, shape, layers, rounds] of cases) {
      const costs = [];
      for (const weight of [0, 1])
        costs.push(await taughtCost(network, shape, {weight: 0, features: {layers, weight}}, rounds));
      expect(costs[1]! - costs[0]!).toBeCloseTo(0, 5);
      disposeNetwork(network);
    }
  });

  it('sees what removals do to layers behind them', async () => {
    const network = plainNetwork();
    const of = (weight: number) =>
      taughtCost(network, [8, 8, 2], {weight: 0, features: {layers: ['conv2'], weight}}, [[1, 6]]);
    expect((await of(1)) - (await of(0))).toBeGreaterThan(0.001);
    disposeNetwork(network);
  });

  it('fits any network that was pruned', async () => {
    for (const [seed, family] of [
      [1, 'image'],
      [2, 'image'],
      [5, 'sequence'],
      [7, 'volume']
    ] as const) {
      const network = randomNetwork(seed, family);
      const tensors = tf.memory().numTensors;
      const first = findStructure(network).groups.flatMap(({first, size}) => (size > 1 ? [first] : []));
      const options = {features: {layers: ['*'], weight: 1}};
      expect(await taughtCost(network, familyShape(family), options, [first])).toBeGreaterThan(0);
      expect(tf.memory().numTensors).toBe(tensors);
      disposeNetwork(network);
    }
  });

  it('refuses layers that are not there, and leaves nothing behind', () => {
    const network = plainNetwork();
    const tensors = tf.memory().numTensors;
    expect(() => createTeacher(network, {features: {layers: ['conv3*'], weight: 1}})).toThrow(
      'Expected every pattern in `distill.features.layers` to match a layer, got "conv3*". Layers: conv1, pool1, conv2,'
    );
    expect(tf.memory().numTensors).toBe(tensors);
    disposeNetwork(network);
  });
});

describe('an update with a teacher', () => {
  it.each<[string, DistillOptions]>([
    ['half of the loss', {}],
    ['the teacher alone', {temperature: 3, weight: 1}],
    ['feature maps too', {features: {layers: ['conv*', 'dense'], weight: 2}}]
  ])('follows the gradient of what it costs: one small step lowers it by lr · |g|²: %s', async (_name, options) => {
    const whole = plainNetwork();
    const teacher = createTeacher(whole, options);
    const {network, structure, origins} = pruned(whole, [0, 5], [1]);
    const batch = await noisyExamples(8, [8, 8, 2], 3, 3).batch([...Array(8).keys()]);
    const distillation = teacher.teach(structure, origins);
    const bytes = () => [...network.weights.values()].flatMap(tensor => [...tensor.dataSync()]);
    const start = bytes();
    const tensors = tf.memory().numTensors;
    const before = costOf(network, batch, distillation);
    const lr = 1e-4;
    const optimizer = createOptimizer({lr, momentum: 0, weightDecay: 0});
    const told = trainStep(network, batch, {optimizer, weights: trainableWeights(network), seed: 0, distillation});
    expect(told).toBeCloseTo(before, 5);
    expect(tf.memory().numTensors).toBe(tensors);
    const squared = bytes().reduce((sum, value, i) => sum + ((value - start[i]!) / lr) ** 2, 0);
    expect((before - costOf(network, batch, distillation)) / (lr * squared)).toBeCloseTo(1, 1);
    teacher.dispose();
    disposeBatch(batch);
    [network, whole].forEach(disposeNetwork);
  });
});

describe('scores with a teacher', () => {
  const criterion = (name: string, needs: Criterion['needs'], perExample: Criterion['perExample']) =>
    defineCriterion({name, needs, perExample});
  const criteria = [
    criterion('taylor', ['gateGradient'], ({gateGradient}) => tf.abs(gateGradient)),
    criterion('elementwise', ['elementwiseGradient'], ({elementwiseGradient}) => elementwiseGradient),
    criterion('obd', ['gateCurvature'], ({gateCurvature}) => gateCurvature),
    criterion('activation', ['featureMap'], ({featureMap}) => tf.mean(featureMap, 1))
  ];

  /** Scores from four minibatches of fine-tuning, and the weights behind them. */
  async function scored(lr: number, which: readonly Criterion[], options?: DistillOptions) {
    const whole = normalizedNetwork();
    const {network, structure, origins} = pruned(whole, [0, 7]);
    const teacher = options && createTeacher(whole, options);
    const scorer = createScorer(network, structure, {criteria: which, seed: 1});
    const optimizer = createOptimizer({lr, weightDecay: 0});
    const distillation = teacher?.teach(structure, origins);
    const examples = noisyExamples(32, [9, 9, 2], 3);
    await fineTune(network, examples, {optimizer, start: 0, updates: 4, batchSize: 8, scorer, distillation});
    const scores = scorer.finish();
    const weights = network.weights.get('conv1/kernel')!.dataSync<'float32'>().slice();
    scorer.dispose();
    optimizer.dispose();
    teacher?.dispose();
    [network, whole].forEach(disposeNetwork);
    return {scores, weights};
  }

  it('are those without one in all bits while the weights are the same: of the task’s loss', async () => {
    for (const one of criteria) {
      const plain = await scored(0, [one]);
      expect((await scored(0, [one], {temperature: 2, weight: 0.9})).scores).toEqual(plain.scores);
    }
  });

  it('are the same up to rounding where feature maps are looked at', async () => {
    const plain = await scored(0, criteria);
    const taught = await scored(0, criteria, {features: {layers: ['conv*', 'hidden'], weight: 1}});
    for (const {name} of criteria) {
      const [a, b] = [plain.scores.get(name)!, taught.scores.get(name)!];
      a.forEach((score, unit) => expect(b[unit]! / score).toBeCloseTo(1, 3));
    }
  });

  it('are taken while the weights follow the teacher too', async () => {
    const [plain, taught] = [await scored(0.02, criteria), await scored(0.02, criteria, {weight: 0.9})];
    expect(taught.weights).not.toEqual(plain.weights);
    expect(taught.scores).not.toEqual(plain.scores);
  });
});
