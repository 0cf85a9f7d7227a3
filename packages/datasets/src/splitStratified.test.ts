import fc from 'fast-check';
import {expect, test} from 'vitest';
import {splitStratified} from './splitStratified.ts';

const labelLists = fc.array(fc.nat(6), {maxLength: 200});
const fractions = fc.double({min: 0, max: 1, noNaN: true});

const countOf = (labels: readonly number[], indices: Int32Array, label: number): number =>
  indices.filter(i => labels[i] === label).length;

test('the two parts are disjoint, hold every example, and keep file order', () => {
  fc.assert(
    fc.property(labelLists, fractions, fc.integer(), (labels, fraction, seed) => {
      const {train, validation} = splitStratified(labels, fraction, seed);
      expect([...train, ...validation].sort((a, b) => a - b)).toEqual(labels.map((_, i) => i));
      for (const part of [train, validation]) expect([...part]).toEqual([...part].sort((a, b) => a - b));
    })
  );
});

test('validation has round(fraction · n) examples, and of each class its share within one', () => {
  fc.assert(
    fc.property(labelLists, fractions, fc.integer(), (labels, fraction, seed) => {
      const {validation} = splitStratified(labels, fraction, seed);
      expect(validation.length).toBe(Math.round(labels.length * fraction));
      for (const label of new Set(labels)) {
        const share = labels.filter(other => other === label).length * fraction;
        expect(Math.abs(countOf(labels, validation, label) - share)).toBeLessThan(1);
      }
    })
  );
});

test('a tenth of 3 classes of 15, 4 and 1 is 1.5, 0.4 and 0.1: two of the first class', () => {
  const labels = [...new Array<number>(15).fill(0), ...new Array<number>(4).fill(1), 2];
  const {validation} = splitStratified(labels, 0.1, 0);
  expect([0, 1, 2].map(label => countOf(labels, validation, label))).toEqual([2, 0, 0]);
});

test('the split depends on the seed and on nothing else', () => {
  const labels = Array.from({length: 200}, (_, i) => i % 10);
  expect(splitStratified(labels, 0.1, 5)).toEqual(splitStratified(labels, 0.1, 5));
  expect(splitStratified(labels, 0.1, 5)).not.toEqual(splitStratified(labels, 0.1, 6));
});

test('a fraction outside 0 to 1 is an error', () => {
  expect(() => splitStratified([0, 1], 10, 0)).toThrow('Expected fraction to be between 0 and 1, got 10.');
});
