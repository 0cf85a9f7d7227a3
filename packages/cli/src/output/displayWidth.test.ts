import {expect, it} from 'vitest';
import {displayWidth} from './displayWidth.ts';

it('counts columns, not characters', () => {
  expect(['', 'taylor-s0', 'Åsa', '層', '\u001b[1mbold\u001b[22m'].map(displayWidth)).toEqual([0, 9, 3, 2, 4]);
});
