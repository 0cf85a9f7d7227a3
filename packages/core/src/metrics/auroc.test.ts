import {expect, it} from 'vitest';
import {createRandom} from '../random.ts';
import {auroc} from './auroc.ts';

const two = (labels: readonly number[], positive: readonly number[]) => ({
  classes: 2,
  labels: Int32Array.from(labels),
  probabilities: Float32Array.from(positive.flatMap(p => [1 - p, p]))
});

it('counts the pairs that are in order', () => {
  // scikit-learn's own example, roc_auc_score([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]): 3 of 4 pairs.
  expect(auroc(two([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8]))).toBe(0.75);
  expect(auroc(two([1, 0, 1, 0], [0.9, 0.1, 0.8, 0.2]))).toBe(1);
  expect(auroc(two([1, 0, 1, 0], [0.1, 0.9, 0.2, 0.8]))).toBe(0);
});

it('counts ties half', () => {
  expect(auroc(two([0, 1, 0, 1], [0.5, 0.5, 0.5, 0.5]))).toBe(0.5);
  // Positives 0.6 and 0.3 against 0.6, 0.3 and 0.1: ½ + 1 + 1 and 0 + ½ + 1 of 6.
  expect(auroc(two([1, 1, 0, 0, 0], [0.6, 0.3, 0.6, 0.3, 0.1]))).toBeCloseTo(4 / 6, 12);
});

it('is the mean of each class against the rest, as by counting pairs', () => {
  const random = createRandom('auroc');
  const [count, classes] = [60, 3];
  const labels = Int32Array.from({length: count}, (_, i) => (i < 20 ? i % 2 : i % 3));
  // In tenths, so that many tie.
  const probabilities = Float32Array.from({length: count * classes}, () => Math.round(10 * random.uniform()) / 10);
  const areas = Array.from({length: classes}, (_, one) => {
    let [won, pairs] = [0, 0];
    for (let a = 0; a < count; a++) {
      for (let b = 0; b < count; b++) {
        if (labels[a] !== one || labels[b] === one) continue;
        const difference = probabilities[a * classes + one]! - probabilities[b * classes + one]!;
        won += difference > 0 ? 1 : difference === 0 ? 0.5 : 0;
        pairs += 1;
      }
    }
    return won / pairs;
  });
  const mean = areas.reduce((sum, area) => sum + area, 0) / classes;
  expect(auroc({classes, labels, probabilities})).toBeCloseTo(mean, 12);
});

it('leaves out a class with all examples or none, and is null where none is left', () => {
  expect(auroc(two([1, 1], [0.2, 0.7]))).toBeNull();
  expect(auroc(two([], []))).toBeNull();
  // Of classes 0 and 1 alone; class 2 has no example. Both are in order but for one of two pairs of class 1.
  const probabilities = Float32Array.of(0.7, 0.2, 0.1, 0.5, 0.4, 0.1, 0.4, 0.3, 0.3);
  expect(auroc({classes: 3, labels: Int32Array.of(0, 0, 1), probabilities})).toBe((1 + 1 / 2) / 2);
});
