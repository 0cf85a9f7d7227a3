import {expect, it} from 'vitest';
import {meanCurve} from './meanCurve.ts';

it('covers only the range that every run covers', () => {
  const runs = [
    [{x: 0, y: 0}, {x: 10, y: 1}],
    [{x: 4, y: 0.4}, {x: 12, y: 1.2}]
  ]; // prettier-ignore
  const curve = meanCurve(runs, {points: 4});
  expect(curve.map(({x}) => x)).toEqual([4, 6, 8, 10]);
  expect(curve.map(({value}) => Math.round(100 * value) / 100)).toEqual([0.4, 0.6, 0.8, 1]);
  expect(curve.every(({n}) => n === 2)).toBe(true);
});

it('has no interval for one run', () => {
  const curve = meanCurve([[{x: 0, y: 0}, {x: 1, y: 1}]], {points: 3}); // prettier-ignore
  expect(curve).toEqual([{x: 0, value: 0, n: 1}, {x: 0.5, value: 0.5, n: 1}, {x: 1, value: 1, n: 1}]); // prettier-ignore
});

it('is empty where runs share no range, and for no runs', () => {
  expect(meanCurve([[{x: 0, y: 0}], [{x: 1, y: 1}]])).toEqual([]);
  expect(meanCurve([])).toEqual([]);
});
