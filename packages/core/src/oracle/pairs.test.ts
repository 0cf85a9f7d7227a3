import {describe, expect, it} from 'vitest';
import {activePairs, inParts} from './pairs.ts';

describe('activePairs', () => {
  it('names the examples on which each unit is active, unit after unit', () => {
    const {units, rows} = activePairs([0, 1, 1, 0, 0, 0, 1, 0, 0], 3);
    expect([...units]).toEqual([0, 0, 2]);
    expect([...rows]).toEqual([1, 2, 0]);
  });
});

describe('inParts', () => {
  const pairs = {units: Int32Array.of(0, 0, 1, 3, 3, 3, 4), rows: Int32Array.of(0, 1, 0, 0, 1, 2, 1)};
  const partsOf = (size: number, span?: number) => [...inParts(pairs, size, span)].map(({units}) => [...units]);

  it('gives all pairs in order, no more than asked for at a time', () => {
    expect(partsOf(3)).toEqual([[0, 0, 1], [3, 3, 3], [4]]);
    expect([...inParts(pairs, 5)].flatMap(({rows}) => [...rows])).toEqual([...pairs.rows]);
  });

  it('keeps units together that are no further apart than the span', () => {
    expect(partsOf(9, 1)).toEqual([[0, 0], [1], [3, 3, 3], [4]]);
    expect(partsOf(9, 2)).toEqual([
      [0, 0, 1],
      [3, 3, 3, 4]
    ]);
  });
});
