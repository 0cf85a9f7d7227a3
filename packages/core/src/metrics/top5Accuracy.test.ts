import {expect, it} from 'vitest';
import {top5Accuracy} from './top5Accuracy.ts';

const [classes, labels] = [7, Int32Array.of(0, 0, 0)];

it('counts examples whose class is among the five most probable', () => {
  const probabilities = Float32Array.from([
    ...[0.4, 0.1, 0.1, 0.1, 0.1, 0.1, 0.1], // first
    ...[0.1, 0.2, 0.2, 0.2, 0.2, 0.05, 0.05], // fifth
    ...[0.05, 0.2, 0.2, 0.2, 0.2, 0.1, 0.05] // sixth
  ]);
  expect(top5Accuracy({classes, labels, probabilities})).toBe(2 / 3);
});

it('counts ties for the example, and is null without any', () => {
  const even = new Float32Array(21).fill(1 / 7);
  expect(top5Accuracy({classes, labels, probabilities: even})).toBe(1);
  expect(top5Accuracy({classes, labels: new Int32Array(), probabilities: new Float32Array()})).toBeNull();
});
