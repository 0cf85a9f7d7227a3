import {expect, it} from 'vitest';
import {spreadOf} from './spread.ts';

it('is linear between the sorted values', () => {
  expect(spreadOf([4, 1, 3, 2])).toEqual({median: 2.5, quartiles: [1.75, 3.25], least: 1, most: 4, count: 4});
  expect(spreadOf([7])).toEqual({median: 7, quartiles: [7, 7], least: 7, most: 7, count: 1});
});
