import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Group} from './graph/structure.ts';
import {NORMALIZATIONS, normalizeScores} from './normalize.ts';

const group = (name: string, first: number, size: number): Group => ({
  name,
  layers: [name],
  size,
  first,
  maps: [name],
  consumers: [],
  positions: 1,
  ties: []
});
const groups = [group('a', 0, 2), group('b', 2, 3)];

describe('normalizeScores', () => {
  it('divides each group by its l2 norm', () => {
    const scores = Float64Array.of(3, 4, 0, 5, 12);
    expect([...normalizeScores(scores, groups, 'l2')]).toEqual([3 / 5, 4 / 5, 0, 5 / 13, 12 / 13]);
  });

  it('divides by the l1 norm, or maps to [0, 1]', () => {
    const scores = Float64Array.of(-1, 3, 2, 4, 6);
    expect([...normalizeScores(scores, groups, 'l1')]).toEqual([-1 / 4, 3 / 4, 2 / 12, 4 / 12, 6 / 12]);
    expect([...normalizeScores(scores, groups, 'min-max')]).toEqual([0, 1, 0, 0.5, 1]);
    expect([...normalizeScores(scores, groups, 'none')]).toEqual([...scores]);
  });

  it.each(NORMALIZATIONS)('keeps a group of zeros at zero under %s', normalization => {
    expect([...normalizeScores(new Float64Array(5), groups, normalization)]).toEqual([0, 0, 0, 0, 0]);
  });

  it('is always finite and keeps the order within a group, whatever the size of the scores', () => {
    const scores = fc.array(fc.double({noNaN: true, min: -1e300, max: 1e300}), {minLength: 5, maxLength: 5});
    fc.assert(
      fc.property(scores, fc.constantFrom('l2', 'min-max'), (values, normalization) => {
        // Differences of the largest doubles overflow; no score comes near.
        const raw = Float64Array.from(values, value => value / 4);
        const normalized = normalizeScores(raw, groups, normalization);
        expect(normalized.every(Number.isFinite)).toBe(true);
        if (raw[0]! < raw[1]!) expect(normalized[0]).toBeLessThanOrEqual(normalized[1]!);
      }),
      {seed: 1}
    );
  });
});
