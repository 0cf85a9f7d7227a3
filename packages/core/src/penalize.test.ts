import {describe, expect, it} from 'vitest';
import {penalize} from './penalize.ts';

describe('penalize', () => {
  it('subtracts λ for each MFLOP, as in Eq. 9', () => {
    const scores = penalize(Float64Array.of(0.5, 0.5), Float64Array.of(2, 58), {lambda: 1e-3});
    expect(scores[0]).toBeCloseTo(0.498, 12);
    expect(scores[1]).toBeCloseTo(0.442, 12);
  });

  it('divides costs by their mean when relative, so that the size of the network leaves no trace', () => {
    const scores = Float64Array.of(1, 1, 1);
    const small = penalize(scores, Float64Array.of(1, 2, 3), {lambda: 0.1, scale: 'relative'});
    const large = penalize(scores, Float64Array.of(100, 200, 300), {lambda: 0.1, scale: 'relative'});
    expect([...small]).toEqual([...large]);
    expect(small[1]).toBeCloseTo(0.9, 12);
  });

  it('gives the scores back for λ = 0', () => {
    const scores = Float64Array.of(1, 2);
    expect(penalize(scores, Float64Array.of(5, 5), {lambda: 0})).toBe(scores);
  });
});
