import {expect, it} from 'vitest';
import {expectedCalibrationError} from './expectedCalibrationError.ts';

/** Two classes, of which the first is always given, at these confidences; right or not. */
const outcomes = (confidences: readonly number[], right: readonly boolean[]) => ({
  classes: 2,
  labels: Int32Array.from(right, one => (one ? 0 : 1)),
  predicted: new Int32Array(right.length),
  probabilities: Float32Array.from(confidences.flatMap(p => [p, 1 - p]))
});

it('averages the differences of confidence and accuracy over bins', () => {
  // Bin (8/15, 9/15]: 0.55 and 0.59, one right: |0.57 − 0.5|. Bin (14/15, 1]: 0.95, 0.97, 0.99, all right: |0.97 − 1|.
  const two = outcomes([0.55, 0.95, 0.59, 0.97, 0.99], [true, true, false, true, true]);
  expect(expectedCalibrationError(two)).toBeCloseTo((2 * 0.07 + 3 * 0.03) / 5, 6);
});

it('takes differences of a bin together, and those of other bins apart', () => {
  // 0.75 in one bin with 3 of 4 right is calibrated; the same in bins of their own is not.
  expect(expectedCalibrationError(outcomes([0.75, 0.75, 0.75, 0.75], [true, true, true, false]))).toBe(0);
  expect(expectedCalibrationError(outcomes([1, 0.75], [true, false]))).toBe(0.75 / 2);
});

it('has the bin of full confidence, and one below it', () => {
  // 14/15 is 0.9333; a right and a wrong answer cancel in one bin alone.
  expect(expectedCalibrationError(outcomes([1, 0.9375], [true, false]))).toBeCloseTo(0.9375 / 2, 12);
  expect(expectedCalibrationError(outcomes([1, 0.93], [true, false]))).toBeCloseTo(0.93 / 2, 6);
  expect(expectedCalibrationError(outcomes([1, 0.9375], [false, true]))).toBeCloseTo((1 - 0.0625) / 2, 12);
});

it('is null without examples', () => {
  expect(expectedCalibrationError(outcomes([], []))).toBeNull();
});
