import {expect, test} from 'vitest';
import {allCriteria} from './allCriteria.ts';

const names = allCriteria.map(({name}) => name);

test('every criterion of the method is registered', () => {
  expect(names).toEqual(
    expect.arrayContaining(['activation', 'activation-std', 'apoz', 'mutual-information', 'obd', 'obd-weights'])
  );
  expect(names).toEqual(
    expect.arrayContaining(['random', 'taylor', 'taylor-elementwise', 'taylor-fo', 'taylor-signed', 'weight'])
  );
});

test('criteria are listed once each, in alphabetical order', () => {
  expect(names).toEqual([...new Set(names)].toSorted());
});

test('every criterion names its formula and its source', () => {
  for (const {formula, source} of allCriteria) {
    expect(formula).not.toBe('');
    expect(source).not.toBe('');
  }
});
