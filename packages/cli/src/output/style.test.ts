import {expect, it} from 'vitest';
import {takesColor} from './style.ts';

it('colors a terminal that can, unless told otherwise', () => {
  expect(takesColor({isTTY: true}, {})).toBe(true);
  expect(takesColor({isTTY: true}, {TERM: 'dumb'})).toBe(false);
  expect(takesColor({isTTY: true}, {NO_COLOR: '1'})).toBe(false);
  expect(takesColor({isTTY: false}, {})).toBe(false);
  expect(takesColor({isTTY: false}, {FORCE_COLOR: '1'})).toBe(true);
  expect(takesColor({isTTY: true}, {FORCE_COLOR: '0'})).toBe(false);
  expect(takesColor({isTTY: true}, {FORCE_COLOR: '1', NO_COLOR: '1'})).toBe(false);
});
