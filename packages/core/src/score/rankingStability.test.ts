import {tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {defineCriterion} from '../criterion.ts';
import {disposeNetwork} from '../graph/disposeNetwork.ts';
import {findStructure} from '../graph/findStructure.ts';
import {pruneIteratively} from '../prune/pruneIteratively.ts';
import {startTestEngine} from '../testing/engine.ts';
import {noisyExamples, plainNetwork} from '../testing/smallNetworks.ts';
import {drawHalves} from './halves.ts';
import {examplesForStability, isUnstable, rankingStability, type RankingStability} from './rankingStability.ts';
import {scoreUnits} from './scoreUnits.ts';

beforeAll(startTestEngine);

const size = defineCriterion({
  name: 'size',
  needs: ['gateGradient'],
  perExample: ({gateGradient}) => tf.abs(gateGradient)
});
const spread = defineCriterion({
  name: 'spread',
  needs: ['featureMap', 'labels'],
  collect: 'all',
  perExample: ({featureMap}) => tf.mean(featureMap, 1),
  finish: ({value}, {labels}) =>
    Array.from({length: value!.units}, (_, unit) =>
      labels.reduce((sum, label, row) => sum + label * value!.values[row * value!.units + unit]!, 0)
    )
});
const weights = defineCriterion({
  name: 'weights',
  needs: ['kernel'],
  finish: (_collected, {kernel}) => tf.sum<tf.Tensor1D>(tf.abs(kernel), 0)
});

const groups = [
  {name: 'a', first: 0, size: 4},
  {name: 'b', first: 4, size: 4}
];
const halves = (first: readonly number[], second: readonly number[]) => ({
  examples: 10,
  scores: [Float64Array.from(first), Float64Array.from(second)] as const
});

describe('rankingStability', () => {
  it('steps the correlation of halves up to all examples', () => {
    const {layers, perLayer, all} = rankingStability(
      // Within a: ρ = 0.8 (one swap of neighbours), which 2ρ / (1 + ρ) makes 0.889; within b: the same ranking.
      halves([1, 2, 3, 4, 10, 20, 30, 40], [1, 2, 4, 3, 1, 2, 3, 4]),
      groups,
      'l2'
    );
    expect(layers.map(({rho}) => rho)).toEqual([expect.closeTo(1.6 / 1.8, 12), expect.closeTo(1, 12)]);
    expect(perLayer).toBeCloseTo((1.6 / 1.8 + 1) / 2, 12);
    expect(all).toBeGreaterThan(0.9);
  });

  it('ranks all units by normalised scores, as pruning does', () => {
    // Raw, b is far above a in one half and far below in the other.
    const given = halves([1, 2, 3, 4, 10, 20, 30, 40], [100, 200, 300, 400, 1, 2, 3, 4]);
    expect(rankingStability(given, groups, 'l2').all).toBeCloseTo(1, 6);
    expect(rankingStability(given, groups, 'none').all).toBeLessThan(0);
  });

  it('steps nothing up that is no better than chance, and knows nothing of equal scores', () => {
    const {layers} = rankingStability(halves([1, 2, 3, 4, 5, 5, 5, 5], [4, 3, 2, 1, 1, 2, 3, 4]), groups, 'l2');
    expect(layers.map(({rho}) => rho)).toEqual([-1, null]);
  });

  it('says how many examples would do', () => {
    const at = (all: number | null) => examplesForStability({examples: 100, all} as RankingStability, 0.9);
    // ρ = 0.5 at 100 examples: 900 of them step up to 9 · 0.5 / (1 + 8 · 0.5) = 0.9.
    expect(at(0.5)).toBe(900);
    expect(at(0.72)).toBe(350);
    expect(at(0)).toBeUndefined();
    expect(at(null)).toBeUndefined();
    expect([0.89, 0.9, null].map(all => isUnstable({all}))).toEqual([true, false, false]);
  });
});

describe('scores of halves', () => {
  it('are those of each half by itself, and leave the scores of all alone', async () => {
    const network = plainNetwork(1);
    const structure = findStructure(network);
    const examples = noisyExamples(11, [8, 8, 2], 3);
    const options = {criteria: [size, spread, weights], structure, batchSize: 4, seed: 5};
    const result = await scoreUnits(network, examples, {...options, halves: true});
    const plain = await scoreUnits(network, examples, options);
    expect(result.scores).toEqual(plain.scores);
    expect(plain.halves.size).toBe(0);
    expect([...result.halves.keys()]).toEqual(['size', 'spread']);
    const halfOf = drawHalves(11, 5);
    for (const half of [0, 1] as const) {
      const indices = Array.from({length: 11}, (_, i) => i).filter(i => halfOf(i) === half);
      expect(Math.abs(indices.length - 5.5)).toBe(0.5);
      const {scores} = await scoreUnits(network, examples, {...options, indices});
      for (const name of ['size', 'spread']) {
        const [own, alone] = [result.halves.get(name)!.scores[half], scores.get(name)!];
        own.forEach((value, unit) => expect(value).toBeCloseTo(alone[unit]!, 5));
      }
    }
    disposeNetwork(network);
  });

  it('keep an example in one half however often it is drawn, and are told once in a pruning', async () => {
    const network = plainNetwork(1);
    const examples = noisyExamples(6, [8, 8, 2], 3);
    const told: RankingStability[] = [];
    const steps = pruneIteratively(network, {
      ranker: size,
      train: examples,
      validation: examples,
      updates: 5,
      batchSize: 4,
      lr: 1e-6,
      until: {quantity: 'units', fraction: 0.6},
      onStability: stability => told.push(stability)
    });
    for await (const _step of steps) continue;
    expect(told).toHaveLength(1);
    expect(told[0]!.examples).toBe(6);
    disposeNetwork(network);
  });
});
