import {expect, it} from 'vitest';
import {exampleCounts} from './exampleCounts.ts';

it('says that validation is part of the training examples, and how many where the file says so', () => {
  const counts = {name: 'd', train: 2000, test: 500};
  expect(exampleCounts(counts)).toBe('2000 training examples, validation included, and 500 test examples');
  expect(exampleCounts({...counts, validation: 200})).toBe(
    '2000 training examples, 200 of them for validation, and 500 test examples'
  );
});

it('leaves open for the reader’s own files whether validation is part of training', () => {
  expect(exampleCounts({name: './birds', train: 90})).toBe(
    '90 training examples, validation included unless the data brings its own'
  );
});

it('says only what the section says', () => {
  expect(exampleCounts({name: 'd', validation: 20, test: 500})).toBe('20 validation examples and 500 test examples');
  expect(exampleCounts({name: 'd', test: 500})).toBe('500 test examples');
  expect(exampleCounts({name: 'd'})).toBeUndefined();
  expect(exampleCounts('d')).toBeUndefined();
});
