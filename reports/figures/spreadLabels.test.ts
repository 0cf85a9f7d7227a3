import fc from 'fast-check';
import {expect, it} from 'vitest';
import {spreadLabels} from './spreadLabels.ts';

it('leaves labels that are far enough apart where they are', () => {
  expect(spreadLabels([5, 1, 9], 2, [0, 10])).toEqual([5, 1, 9]);
});

it('moves two labels in one place apart by the same distance', () => {
  expect(spreadLabels([5, 5], 2, [0, 10])).toEqual([4, 6]);
});

it('keeps the gap, the order and the bounds', () => {
  const positions = fc.array(fc.double({min: 0, max: 10, noNaN: true}), {minLength: 1, maxLength: 8});
  fc.assert(
    fc.property(positions, values => {
      const placed = spreadLabels(values, 1, [0, 10]);
      const sorted = placed.toSorted((a, b) => a - b);
      expect(sorted.every((value, i) => i === 0 || value - (sorted[i - 1] ?? 0) > 1 - 1e-9)).toBe(true);
      expect(sorted.every(value => value >= 0 && value <= 10 + 1e-9)).toBe(true);
      for (const [i, a] of values.entries()) {
        for (const [j, b] of values.entries()) if (a < b) expect(placed[i]).toBeLessThan(placed[j] ?? 0);
      }
    })
  );
});
