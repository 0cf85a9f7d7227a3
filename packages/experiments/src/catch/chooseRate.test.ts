import {expect, it} from 'vitest';
import {chooseRate, highestRate, searchRates} from './chooseRate.ts';

it('takes the smallest rate within one standard error of the highest mean', () => {
  // The highest mean is 0.7, its standard error 0.1.
  const best = [0.6, 0.8];
  expect(
    chooseRate(
      new Map([
        [1, [0.58, 0.6]],
        [2, [0.6, 0.62]],
        [4, best],
        [8, [0.69, 0.69]]
      ])
    )
  ).toBe(2);
  expect(
    chooseRate(
      new Map([
        [1, [0.5, 0.6]],
        [4, best],
        [8, [0.69, 0.69]]
      ])
    )
  ).toBe(4);
});

it('names the smallest of rates with the same highest mean', () => {
  const returns = new Map([
    [4, [1, 1]],
    [2, [1, 1]],
    [1, [0, 1]]
  ]);
  expect(highestRate(returns)).toBe(2);
  expect(chooseRate(returns)).toBe(2);
});

it('goes on beyond an edge that is the best', async () => {
  const asked: number[] = [];
  const {rate, returns} = await searchRates([1, 2, 4], async rate => {
    asked.push(rate);
    const value = -Math.abs(Math.log2(rate / 16));
    return Promise.resolve([value, value]);
  });
  expect(asked).toEqual([1, 2, 4, 8, 16, 32]);
  expect([rate, returns.size]).toEqual([16, 6]);
  const {rate: small} = await searchRates([2, 4], async rate =>
    Promise.resolve([-rate, -rate].map(v => (rate < 0.5 ? -9 : v)))
  );
  expect(small).toBe(0.5);
});

it('stops looking where returns do not depend on the rate', async () => {
  const {rate, returns} = await searchRates([1, 2], async () => Promise.resolve([0, 0]));
  expect([rate, returns.size]).toEqual([2 ** -4, 6]);
});
