import {expect, test} from 'vitest';
import {informationGain} from './informationGain.ts';

test('informationGain of a column and itself is its entropy', () => {
  const x = Int32Array.of(0, 1, 0, 1);
  expect(informationGain(x, x)).toBeCloseTo(Math.LN2, 12);
});

test('informationGain of independent columns is 0', () => {
  expect(informationGain(Int32Array.of(0, 0, 1, 1), Int32Array.of(0, 1, 0, 1))).toBe(0);
});

test('informationGain of a constant column is exactly 0', () => {
  expect(informationGain(Int32Array.of(0, 0, 0), Int32Array.of(0, 1, 2))).toBe(0);
});

test('informationGain equals H(x) + H(y) − H(x, y)', () => {
  // x: 2/3, 1/3; y: 2/3, 1/3; pairs (0,0) 1/3, (0,1) 1/3, (1,0) 1/3
  const marginal = Math.log(3) - (2 / 3) * Math.LN2;
  const gain = informationGain(Int32Array.of(0, 0, 1), Int32Array.of(0, 1, 0));
  expect(gain).toBeCloseTo(2 * marginal - Math.log(3), 12);
});
