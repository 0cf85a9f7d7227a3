import fc from 'fast-check';
import {sampleRankCorrelation} from 'simple-statistics';
import {expect, it} from 'vitest';
import {resampledSpearman} from './resampledSpearman.ts';

it('equals ranking the resample from scratch, ties and repeats included', () => {
  const pair = fc.tuple(fc.integer({min: 0, max: 6}), fc.integer({min: 0, max: 6}), fc.nat(3));
  fc.assert(
    fc.property(fc.array(pair, {minLength: 2, maxLength: 30}), triples => {
      const a = triples.map(([x]) => x);
      const b = triples.map(([, y]) => y);
      const rho = resampledSpearman(a, b)(Uint32Array.from(triples, ([, , count]) => count));
      const sample = triples.flatMap(([x, y, count]) => new Array<[number, number]>(count).fill([x, y]));
      const constant = [0, 1].some(side => new Set(sample.map(values => values[side])).size < 2);
      if (constant) return rho === null;
      const expected = sampleRankCorrelation(
        sample.map(([x]) => x),
        sample.map(([, y]) => y)
      );
      return Math.abs(rho! - expected) < 1e-12;
    }),
    {seed: 3, numRuns: 300}
  );
});

it('is 1 for equal orders', () => {
  expect(resampledSpearman([1, 2, 9], [10, 20, 21])(Uint32Array.of(2, 0, 5))).toBeCloseTo(1, 12);
});
