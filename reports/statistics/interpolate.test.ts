import fc from 'fast-check';
import {expect, it} from 'vitest';
import {interpolate, sortCurve} from './interpolate.ts';

const curve = sortCurve([
  {x: 10, y: 0.9},
  {x: 6, y: 0.7},
  {x: 2, y: 0.1}
]);

it('is linear between measured points', () => {
  expect(interpolate(curve, 8)).toBeCloseTo(0.8, 12);
  expect(interpolate(curve, 3)).toBeCloseTo(0.25, 12);
});

it('gives measured points as they are', () => {
  expect([2, 6, 10].map(x => interpolate(curve, x))).toEqual([0.1, 0.7, 0.9]);
});

it('never extrapolates', () => {
  expect(interpolate(curve, 1.99)).toBeUndefined();
  expect(interpolate(curve, 10.01)).toBeUndefined();
  expect(interpolate([], 1)).toBeUndefined();
});

it('lets the last measured point count where x repeats, and leaves out what is not finite', () => {
  const points = [{x: 1, y: 0.2}, {x: 1, y: 0.4}, {x: 0, y: NaN}]; // prettier-ignore
  expect(sortCurve(points)).toEqual([{x: 1, y: 0.4}]);
});

it('stays between the lowest and the highest measured value', () => {
  const point = fc.record({x: fc.integer({min: 0, max: 50}), y: fc.float({min: 0, max: 1, noNaN: true})});
  fc.assert(
    fc.property(fc.array(point, {minLength: 1}), fc.float({min: 0, max: 50, noNaN: true}), (points, x) => {
      const value = interpolate(sortCurve(points), x);
      const values = points.map(({y}) => y);
      return value === undefined || (value >= Math.min(...values) - 1e-9 && value <= Math.max(...values) + 1e-9);
    })
  );
});
