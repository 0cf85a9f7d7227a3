import {createRequire} from 'node:module';
import {expect, test} from 'vitest';
import {mendNode} from './mendNode.ts';

test('mendNode puts back what Node 23 removed from util, without deprecation warnings', () => {
  const util = createRequire(import.meta.url)('util') as Record<string, unknown>;
  delete util.isNullOrUndefined;
  delete util.isArray;
  mendNode();
  const {isArray, isNullOrUndefined} = util as Record<string, (value: unknown) => boolean>;
  expect([null, undefined, 0, ''].map(value => isNullOrUndefined!(value))).toEqual([true, true, false, false]);
  expect([[], {}].map(value => isArray!(value))).toEqual([true, false]);
});
