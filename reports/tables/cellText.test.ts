import {expect, it} from 'vitest';
import {cellText} from './cellText.ts';
import type {Column} from './table.ts';

const quantity: Column = {header: 'x', kind: 'quantity'};

it('shows value, deviation and interval, each where it is known', () => {
  expect(cellText({value: 0.734, deviation: 0.021}, quantity)).toBe('0.73 ± 0.02');
  expect(cellText({value: 0.734, low: -0.1, high: 0.9}, quantity)).toBe('0.73 [−0.10, 0.90]');
  expect(cellText({value: 0.59, mark: '†'}, quantity)).toBe('0.59†');
});

it('says n/a for what is missing or not finite, never NaN', () => {
  for (const value of [null, NaN, Infinity]) expect(cellText({value}, quantity)).toBe('n/a');
  expect(cellText(undefined, quantity)).toBe('n/a');
  expect(cellText({value: 0.5, deviation: NaN, low: NaN, high: 1}, quantity)).toBe('0.50');
});

it('shows shares as percent and differences with their sign', () => {
  const points: Column = {...quantity, percent: true, digits: 1, signed: true};
  expect(cellText({value: 0.0512, low: -0.01, high: 0.11}, points)).toBe('+5.1 [−1.0, +11.0]');
});

it('has no negative zero', () => {
  expect(cellText({value: -0.001}, quantity)).toBe('0.00');
  expect(cellText({value: -0.001}, {...quantity, signed: true})).toBe('0.00');
});
