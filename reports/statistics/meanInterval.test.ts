import {expect, it} from 'vitest';
import {meanInterval} from './meanInterval.ts';
import {pairedDifference} from './pairedDifference.ts';

it('gives mean, deviation and t interval of three numbers as worked by hand', () => {
  // mean 0.74; deviation √((0.04² + 0 + 0.04²) / 2) = 0.04; t(0.975; 2) = 4.302653; 4.302653 × 0.04 / √3 = 0.0993655
  const estimate = meanInterval([0.7, 0.74, 0.78]);
  expect(estimate?.value).toBeCloseTo(0.74, 12);
  expect(estimate?.deviation).toBeCloseTo(0.04, 12);
  expect(estimate?.low).toBeCloseTo(0.74 - 0.0993655, 6);
  expect(estimate?.high).toBeCloseTo(0.74 + 0.0993655, 6);
  expect(estimate?.n).toBe(3);
});

it('gives no interval for one value, and nothing for none', () => {
  expect(meanInterval([0.5])).toEqual({value: 0.5, n: 1});
  expect(meanInterval([])).toBeUndefined();
});

it('leaves out values that are not finite', () => {
  expect(meanInterval([NaN, 0.5, Infinity])).toEqual({value: 0.5, n: 1});
});

it('widens with the level', () => {
  const wide = meanInterval([1, 2, 3], {level: 0.99});
  expect(wide?.high).toBeGreaterThan(meanInterval([1, 2, 3])?.high ?? Infinity);
});

it('pairs differences by seed and leaves seeds out that one side lacks', () => {
  const ours = new Map([[0, 0.9], [1, 0.8], [2, 0.7]]); // prettier-ignore
  const theirs = new Map([[2, 0.6], [0, 0.6], [7, 0.1]]); // prettier-ignore
  const difference = pairedDifference(ours, theirs);
  expect(difference?.n).toBe(2);
  expect(difference?.value).toBeCloseTo(0.2, 12);
});
