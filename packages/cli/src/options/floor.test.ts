import {expect, it} from 'vitest';
import {parseFloor} from './floor.ts';

it('reads one floor for all, or floors by layer', () => {
  expect([parseFloor('2'), parseFloor('0.25')]).toEqual([2, 0.25]);
  expect(parseFloor('conv1=8, block*=0.25')).toEqual({conv1: 8, 'block*': 0.25});
});

it('refuses what is no floor', () => {
  for (const text of ['', '0', '-1', 'many', 'conv1=', '=3', 'conv1=2,3', 'conv1=x']) {
    expect(() => parseFloor(text)).toThrow(
      `Expected --floor to be a share below 1 or a whole number of units, or such by layer as in conv1=8,block*=0.25, got "${text}".`
    );
  }
});
