import {expect, it} from 'vitest';
import {rankFractions} from './rankFractions.ts';

it('goes from 0 for the lowest to 1 for the highest', () => {
  expect(rankFractions([30, 10, 20])).toEqual([1, 0, 0.5]);
});

it('gives ties the mean of their places', () => {
  // places 0, 1 and 2 of 0 … 3 are shared: mean 1, of 3
  expect(rankFractions([5, 5, 9, 5])).toEqual([1 / 3, 1 / 3, 1, 1 / 3]);
});

it('puts a lone value in the middle', () => {
  expect(rankFractions([7])).toEqual([0.5]);
});
