import fc from 'fast-check';
import {expect, test} from 'vitest';
import {shuffledIndices} from './shuffledIndices.ts';

test('every index occurs exactly once, whatever the seed', () => {
  fc.assert(
    fc.property(fc.nat(300), fc.integer(), (n, seed) => {
      expect([...shuffledIndices(n, seed)].sort((a, b) => a - b)).toEqual(Array.from({length: n}, (_, i) => i));
    })
  );
});

test('the same seed gives the same order, and another seed another', () => {
  expect([...shuffledIndices(10, 0)]).toEqual([...shuffledIndices(10, '0')]);
  expect([...shuffledIndices(100, 1)]).not.toEqual([...shuffledIndices(100, 2)]);
});

test('the order of seed 0 never changes, because results depend on it', () => {
  expect([...shuffledIndices(8, 0)]).toMatchInlineSnapshot(`
    [
      6,
      7,
      2,
      1,
      3,
      0,
      5,
      4,
    ]
  `);
});

test('each of the 6 orders of 3 indices comes up about as often as the others', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 3000; seed++) {
    const order = shuffledIndices(3, seed).join('');
    counts.set(order, (counts.get(order) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  // 500 expected, standard deviation 20.
  for (const count of counts.values()) expect(Math.abs(count - 500)).toBeLessThan(100);
});
