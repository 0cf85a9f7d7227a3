import {startEngine, tf} from '@espalier/backend';
import {
  cloneNetwork,
  createRandom,
  disposeNetwork,
  findStructure,
  scoreUnits,
  type Batch,
  type Network
} from '@espalier/core';
import {random, taylor} from '@espalier/criteria';
import {beforeAll, expect, it} from 'vitest';
import {ACTIONS, PIXELS, SHAPE} from './catchGame.ts';
import {CATCH_SETTINGS} from './catchSettings.ts';
import {playExamples} from './playedExamples.ts';
import {pruneCatch, returnsOf} from './pruneCatch.ts';
import {buildQNetwork} from './qNetwork.ts';
import {bestAction, qValues} from './qValues.ts';
import {tdLoss} from './tdLoss.ts';

beforeAll(() => startEngine());

it('costs half the squared error of the action that was taken', () => {
  const [values, y] = [tf.tensor2d([1, 2, 3, -1, 0, 4], [2, 3]), tf.tensor2d([2, 0.5, 0, -2], [2, 2])];
  expect([...tdLoss.perExample(values, y).dataSync()]).toEqual([(2.5 * 2.5) / 2, 0.5]);
  expect([...tdLoss.derivative(values, y).dataSync()]).toEqual([0, 0, 2.5, 1, 0, 0]);
});

const play = {seed: 'test', exploration: () => 0.5, games: 4, capacity: 200, targetEvery: 10, discount: 0.9};

it('learns from moves whose targets are the reward, or what the target network thinks of what comes next', async () => {
  const network = buildQNetwork(0);
  const examples = playExamples(network, play);
  const indices = Array.from({length: 60}, (_, i) => i);
  const batch = await examples.batch(indices);
  const rows = (await batch.y.array()).map(([action, target]) => [action!, target!] as const);
  expect(rows.every(([action]) => action >= 0 && action < ACTIONS)).toBe(true);
  const ends = rows.filter(([, target]) => Math.abs(target) === 1);
  // Four games beside each other, each over every 11 moves.
  expect(ends).toHaveLength(4);
  // In the first row of moves nothing is over: what comes next is what the same game sees four transitions on.
  const seen = (await batch.x.data()) as Float32Array;
  const values = qValues(network, seen);
  const best = (i: number) => values[i * ACTIONS + bestAction(values, i)]!;
  for (let i = 0; i < 4; i++) expect(rows[i]![1]).toBeCloseTo(0.9 * best(i + 4), 5);
  tf.dispose([batch.x, batch.y]);
  examples.dispose();
  disposeNetwork(network);
});

it('scores units by the TD loss: Taylor is the derivative by a factor on the unit', async () => {
  const network = buildQNetwork(1);
  const structure = findStructure(network);
  const draw = createRandom('pixels');
  const x = Float32Array.from({length: PIXELS}, () => Number(draw.uniform() < 0.3));
  const examples = {
    size: 1,
    shape: SHAPE,
    classes: ACTIONS,
    batch: (): Batch => ({x: tf.tensor(x, [1, ...SHAPE]), y: tf.tensor2d([1, 0.7], [1, 2])})
  };
  const {scores} = await scoreUnits(network, examples, {criteria: [taylor], structure, loss: tdLoss});
  const lossAt = (unit: number, factor: number) => {
    const scaled = cloneNetwork(network);
    scaleUnit(scaled, unit, factor);
    const loss = (qValues(scaled, x)[1]! - 0.7) ** 2 / 2;
    disposeNetwork(scaled);
    return loss;
  };
  const {first} = structure.groups.find(({name}) => name === 'conv2')!;
  for (const unit of [0, 7, 20]) {
    const slope = Math.abs(lossAt(unit, 1.001) - lossAt(unit, 0.999)) / 0.002;
    // Taylor is the mean over the map's positions: 6 × 6 of them.
    expect(scores.get('taylor')![first + unit]! * 36).toBeCloseTo(slope, 3);
  }
  disposeNetwork(network);
});

/** Multiplies what a filter of conv2 gives, ReLU included. */
function scaleUnit(network: Network, unit: number, factor: number): void {
  for (const name of ['conv2/kernel', 'conv2/bias']) {
    const old = network.weights.get(name)!;
    const factors = tf.tensor1d(Array.from({length: 32}, (_, i) => (i === unit ? factor : 1)));
    network.weights.set(name, tf.mul(old, factors));
    tf.dispose([old, factors]);
  }
}

it('prunes while it plays, to the same bits again, and leaves no tensors behind', async () => {
  const settings = {
    ...CATCH_SETTINGS,
    prune: {...CATCH_SETTINGS.prune, updates: 2, unitsPerStep: 8, until: {flops: 0.5}},
    milestones: {flops: [0.75, 0.5], updates: 3},
    play: {...CATCH_SETTINGS.play, capacity: 400},
    games: 20
  };
  const results = [];
  const tensors = tf.memory().numTensors;
  for (const ranker of [taylor, taylor, random]) {
    const network = buildQNetwork(2);
    const judge = (pruned: Network) => returnsOf(pruned, 0, settings.games);
    results.push(await pruneCatch(network, {ranker, seed: 0, settings, judge}));
    disposeNetwork(network);
  }
  expect(tf.memory().numTensors).toBe(tensors);
  const [once, again, other] = results;
  expect(again).toEqual(once);
  expect(other!.milestones.map(({units}) => units)).not.toEqual(once!.milestones.map(({units}) => units));
  expect(once!.milestones.map(({fraction}) => fraction)).toEqual([0.75, 0.5]);
  for (const {updates, step, testReturn} of once!.milestones) {
    expect(updates).toBe(2 * step + 3);
    expect(Math.abs(testReturn)).toBeLessThanOrEqual(1);
  }
});
