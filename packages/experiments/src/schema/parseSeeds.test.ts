import {expect, it} from 'vitest';
import {parseSeeds} from './parseSeeds.ts';

it('reads a range with both ends, and a list', () => {
  expect(parseSeeds('0..3')).toEqual([0, 1, 2, 3]);
  expect(parseSeeds('4,1')).toEqual([4, 1]);
});

it('says what it expected', () => {
  expect(() => parseSeeds('3..1')).toThrow(
    'Expected --seeds to be a range such as 0..4 or a list such as 0,1,2, got "3..1".'
  );
});
