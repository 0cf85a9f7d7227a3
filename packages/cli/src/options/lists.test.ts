import {resolve} from 'node:path';
import {expect, it} from 'vitest';
import {addPlugin, commaList} from './lists.ts';

it('reads names joined by commas, once each', () => {
  expect(commaList('--criteria')('taylor, obd,taylor')).toEqual(['taylor', 'obd']);
  expect(() => commaList('--criteria')('a,,b')).toThrow(
    'Expected --criteria to be names joined by commas, got "a,,b".'
  );
});

it('takes what looks like a file for a file, and the rest for a package', () => {
  expect(addPlugin('my.ts', addPlugin('./a'))).toEqual([resolve('a'), resolve('my.ts')]);
  expect(addPlugin('./my.ts', addPlugin('my.ts'))).toEqual([resolve('my.ts')]);
  expect(addPlugin('@lab/criteria')).toEqual(['@lab/criteria']);
});
