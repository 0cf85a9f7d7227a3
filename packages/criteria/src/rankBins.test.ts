import {expect, test} from 'vitest';
import {rankBins} from './rankBins.ts';

test('rankBins fills bins equally by rank', () => {
  // smaller values: 4 of 5, 0, 2, 1, 3; bins of two: floor(2 · 4 / 5) = 1, 0, 0, 0, 1
  expect([...rankBins(Float64Array.of(9, -1, 3, 2, 4), 2)]).toEqual([1, 0, 0, 0, 1]);
});

test('rankBins gives equal values one bin', () => {
  expect([...rankBins(Float64Array.of(1, 1, 1, 2), 4)]).toEqual([0, 0, 0, 3]);
});

test('rankBins gives a constant column the first bin alone', () => {
  expect([...rankBins(new Float64Array(5).fill(7), 10)]).toEqual([0, 0, 0, 0, 0]);
});
