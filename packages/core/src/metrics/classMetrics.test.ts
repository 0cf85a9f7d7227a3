import {expect, it} from 'vitest';
import {agreement} from './agreement.ts';
import {sensitivity} from './sensitivity.ts';
import {specificity} from './specificity.ts';
import {worstClassAccuracy} from './worstClassAccuracy.ts';

// Rows of the confusion matrix: of class 0, 3 taken for 0, 1 for 1, 1 for 2; of class 1, 2 for 1; of class 2, 1 for 1, 2 for 2.
const labels = Int32Array.of(0, 0, 0, 0, 0, 1, 1, 2, 2, 2);
const predicted = Int32Array.of(0, 0, 0, 1, 2, 1, 1, 1, 2, 2);

it('of two classes, sensitivity is that of class 1 and specificity that of class 0', () => {
  // 4 true, 1 false negative; 2 true, 3 false positives.
  const two = {
    classes: 2,
    labels: Int32Array.of(1, 1, 1, 1, 1, 0, 0, 0, 0, 0),
    predicted: Int32Array.of(1, 1, 1, 1, 0, 0, 0, 1, 1, 1)
  };
  expect(sensitivity(two)).toBe(4 / 5);
  expect(specificity(two)).toBe(2 / 5);
  expect(worstClassAccuracy(two)).toBe(2 / 5);
});

it('of more classes, both are means of each against the rest', () => {
  expect(sensitivity({classes: 3, labels, predicted})).toBeCloseTo((3 / 5 + 2 / 2 + 2 / 3) / 3, 12);
  // Not of class 0: 5, none taken for 0; not of class 1: 8, two taken for 1; not of class 2: 7, one taken for 2.
  expect(specificity({classes: 3, labels, predicted})).toBeCloseTo((5 / 5 + 6 / 8 + 6 / 7) / 3, 12);
  expect(worstClassAccuracy({classes: 3, labels, predicted})).toBe(3 / 5);
});

it('is null of two classes where one is missing, and leaves a missing one out of more', () => {
  const healthy = {classes: 2, labels: Int32Array.of(0, 0), predicted: Int32Array.of(0, 1)};
  expect([sensitivity(healthy), specificity(healthy)]).toEqual([null, 1 / 2]);
  const ill = {classes: 2, labels: Int32Array.of(1, 1), predicted: Int32Array.of(0, 1)};
  expect([sensitivity(ill), specificity(ill)]).toEqual([1 / 2, null]);
  const four = {classes: 4, labels, predicted};
  expect(sensitivity(four)).toBeCloseTo((3 / 5 + 2 / 2 + 2 / 3) / 3, 12);
  expect(worstClassAccuracy(four)).toBe(3 / 5);
  const none = {classes: 3, labels: new Int32Array(), predicted: new Int32Array()};
  expect([sensitivity(none), specificity(none), worstClassAccuracy(none)]).toEqual([null, null, null]);
});

it('agreement is with the unpruned network, not with the labels', () => {
  expect(agreement({predicted: Int32Array.of(1, 2, 0, 1), reference: Int32Array.of(1, 2, 2, 1)})).toBe(3 / 4);
  expect(agreement({predicted, reference: predicted})).toBe(1);
  expect(agreement({predicted})).toBeNull();
  expect(agreement({predicted: new Int32Array(), reference: new Int32Array()})).toBeNull();
});
