import {expect, test} from 'vitest';
import {random} from './random.ts';
import {finish} from './testing/finish.ts';

test('random is the draw itself, ranked raw', () => {
  const draw = Float64Array.of(0.25, 0.75);
  expect(finish(random, {}, {draw})).toEqual([0.25, 0.75]);
  expect(random.ranked).toBe('raw');
});
