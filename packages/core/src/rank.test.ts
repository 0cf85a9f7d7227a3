import fc from 'fast-check';
import {describe, expect, it} from 'vitest';
import type {Group, Structure} from './graph/structure.ts';
import {keptAtLeast, lowestUnits, rankUnits} from './rank.ts';

function structureOf(sizes: readonly number[]): Structure {
  let first = 0;
  const groups = sizes.map((size, i): Group => {
    const group = {name: `g${i}`, layers: [`g${i}`], size, first, maps: [], consumers: [], positions: 1, ties: []};
    first += size;
    return group;
  });
  return {groups, units: first, channels: new Map(), reads: new Map(), frozen: new Map()};
}

describe('rankUnits', () => {
  it('puts the lowest score first and breaks ties by place', () => {
    expect(rankUnits(Float64Array.of(2, 1, 1, 0))).toEqual([3, 1, 2, 0]);
  });

  it('refuses scores that are not numbers', () => {
    expect(() => rankUnits(Float64Array.of(0, NaN))).toThrow('Expected scores to be finite, got NaN for unit 1.');
  });
});

describe('lowestUnits', () => {
  it('never takes the last unit of a group', () => {
    expect(lowestUnits(Float64Array.of(0, 1, 5, 6), structureOf([2, 2]), 3)).toEqual([0, 2]);
  });

  it('keeps the floor: a fraction of the original size, or a count', () => {
    const structure = structureOf([4, 4]);
    const scores = Float64Array.of(0, 1, 2, 3, 10, 11, 12, 13);
    expect(lowestUnits(scores, structure, 8, {floor: 0.5})).toEqual([0, 1, 4, 5]);
    expect(lowestUnits(scores, structure, 8, {floor: 3})).toEqual([0, 4]);
    expect(lowestUnits(scores, structure, 8, {floor: 0.5, original: new Map([['g0', 8]])})).toEqual([4, 5]);
  });

  it('removes exactly as many as asked under ties, while there are enough', () => {
    fc.assert(
      fc.property(fc.array(fc.integer({min: 1, max: 6}), {minLength: 1, maxLength: 5}), fc.nat(20), (sizes, count) => {
        const structure = structureOf(sizes);
        const chosen = lowestUnits(new Float64Array(structure.units), structure, count);
        expect(new Set(chosen).size).toBe(Math.min(count, structure.units - sizes.length));
      }),
      {seed: 2}
    );
  });
});

describe('floors by layer', () => {
  it('hold where a pattern names any layer of the group, and the largest counts', () => {
    const [group] = structureOf([10]).groups;
    expect(keptAtLeast(group!, {floor: {'g*': 0.25, g0: 2, other: 9}})).toBe(3);
    expect(keptAtLeast(group!, {floor: {other: 9}})).toBe(1);
    expect(keptAtLeast(group!, {floor: 2.5})).toBe(3);
  });
});
