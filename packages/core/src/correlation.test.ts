import {describe, expect, it} from 'vitest';
import {chanceLevel, correlate, spearman} from './correlation.ts';
import type {Group} from './graph/structure.ts';
import {createRandom} from './random.ts';

const group = (name: string, first: number, size: number): Group => ({
  name,
  layers: [name],
  size,
  first,
  maps: [],
  consumers: [],
  positions: 1,
  ties: []
});

describe('spearman', () => {
  it('equals Eq. 10 without ties', () => {
    // Ranks 1 2 3 4 5 against 2 1 4 3 5: Σd² = 4, so 1 − 6 · 4 / (5 · 24) = 0.8.
    expect(spearman([10, 20, 30, 40, 50], [2, 1, 4, 3, 5])).toBeCloseTo(0.8, 12);
  });

  it('gives ties their average rank', () => {
    // Ranks 1.5 1.5 3 against 1 2 3: covariance 0.75 · 2, so ρ = 1.5 / √(1.5 · 2) = 0.8660.
    expect(spearman([7, 7, 9], [1, 2, 3])).toBeCloseTo(Math.sqrt(3) / 2, 12);
  });

  it('is null where one side is constant', () => {
    expect(spearman([1, 1, 1], [1, 2, 3])).toBeNull();
    expect(spearman([1], [2])).toBeNull();
  });
});

describe('correlate', () => {
  const groups = [group('a', 0, 3), group('b', 3, 3), group('c', 6, 2)];
  const oracle = Float64Array.of(-3, 2, 1, 30, 20, 10, 5, 6);

  it('takes the size of the loss change, layer by layer, and leaves out layers without an order', () => {
    const scores = Float64Array.of(3, 2, 1, 1, 2, 3, 4, 4);
    const {perLayer, layers, intervals} = correlate(oracle, scores, groups);
    expect(layers).toEqual([
      {group: 'a', rho: 1},
      {group: 'b', rho: -1},
      {group: 'c', rho: null}
    ]);
    expect(perLayer).toBeCloseTo(0, 12);
    expect(intervals.perLayer![0]).toBeLessThan(intervals.perLayer![1]);
  });

  it('never normalises the oracle, and sees over all layers what normalisation does to the scores', () => {
    const scores = Float64Array.of(300, 200, 100, 3, 2, 1, 0.5, 0.6);
    const {perLayer, allRaw, allL2} = correlate(oracle, scores, groups);
    expect(perLayer).toBe(1);
    expect(allRaw).toBeLessThan(allL2!);
  });

  it('gives the same intervals for the same seed, and an interval that holds the value', () => {
    const random = createRandom(4);
    const many = [group('a', 0, 40), group('b', 40, 40)];
    const target = Float64Array.from({length: 80}, () => random.normal());
    const scores = target.map(value => Math.abs(value) + 0.5 * random.uniform());
    const [first, second] = [correlate(target, scores, many), correlate(target, scores, many)];
    expect(first).toEqual(second);
    const [low, high] = first.intervals.allRaw!;
    expect(low).toBeLessThan(first.allRaw!);
    expect(high).toBeGreaterThan(first.allRaw!);
  });
});

describe('chanceLevel', () => {
  it('is near 0 raw, and above it for l2 where a narrow layer matters most', () => {
    const groups = [group('wide', 0, 60), group('narrow', 60, 4)];
    const oracle = Float64Array.from({length: 64}, (_, i) => (i < 60 ? i / 60 : 10 + i));
    const {allRaw, allL2} = chanceLevel(oracle, groups);
    expect(Math.abs(allRaw!)).toBeLessThan(0.05);
    expect(allL2).toBeGreaterThan(0.1);
  });
});
