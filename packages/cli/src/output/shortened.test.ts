import {expect, it} from 'vitest';
import {shortened} from './shortened.ts';

const rows = (count: number) => Array.from({length: count}, (_, i) => [String(i)]);

it('keeps both ends of a long list and says how much is hidden', () => {
  expect(shortened(rows(9), {all: false, ends: [3, 2]})).toEqual([
    ['0'],
    ['1'],
    ['2'],
    ['… 4 more; --all lists them'],
    ['7'],
    ['8']
  ]);
});

it('leaves a list alone that is short, or asked for whole', () => {
  expect(shortened(rows(6), {all: false, ends: [3, 2]})).toEqual(rows(6));
  expect(shortened(rows(9), {all: true, ends: [3, 2]})).toEqual(rows(9));
});
