import {join} from 'node:path';
import {expect, it} from 'vitest';
import {dataName} from './dataName.ts';

it('keeps a registered name, and leaves the way to a file or folder out', () => {
  expect(dataName('digits')).toBe('digits');
  const spellings = ['birds.npz', './birds.npz', join('..', 'data', 'birds.npz'), join(process.cwd(), 'birds.npz')];
  expect(spellings.map(dataName)).toEqual(spellings.map(() => 'birds.npz'));
  expect(dataName(join('data', 'birds', '/'))).toBe('birds');
});
