import {expect, it} from 'vitest';
import {balancedAccuracy} from './balancedAccuracy.ts';

it('is the mean of the recalls, not of the examples', () => {
  // Class 0: 3 of 4; class 1: 0 of 1; class 2: 1 of 1. Accuracy is 4 / 6, balanced (3/4 + 0 + 1) / 3.
  const labels = Int32Array.of(0, 0, 0, 0, 1, 2);
  const predicted = Int32Array.of(0, 0, 0, 1, 0, 2);
  expect(balancedAccuracy({classes: 3, labels, predicted})).toBeCloseTo(7 / 12, 12);
});

it('leaves out classes that have no example', () => {
  const [labels, predicted] = [Int32Array.of(0, 0, 2), Int32Array.of(0, 1, 2)];
  expect(balancedAccuracy({classes: 4, labels, predicted})).toBe(0.75);
});

it('is null without examples', () => {
  expect(balancedAccuracy({classes: 2, labels: new Int32Array(), predicted: new Int32Array()})).toBeNull();
});
