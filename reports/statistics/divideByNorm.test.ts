import {expect, it} from 'vitest';
import {divideByNorm} from './divideByNorm.ts';

it('divides by the norm of the group alone, and leaves zeros', () => {
  const units = ['a', 'a', 'b', 'b', 'c'].map(group => ({group}));
  expect(divideByNorm([3, -4, 0, 0, 5], units)).toEqual([0.6, -0.8, 0, 0, 1]);
});
