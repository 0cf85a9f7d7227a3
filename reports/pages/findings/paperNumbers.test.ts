import {expect, it} from 'vitest';
import {madeUpRecords} from '../../testing/madeUpRecords.ts';
import {paperNumbers} from './paperNumbers.ts';

const reference = {
  source: 'a paper',
  subjects: [
    {subject: 'AlexNet/Flowers-102', pruned: [{criterion: 'taylor', gflops: [1.46, 0.4]}]},
    {subject: 'VGG-16/Birds-200', spearman: {taylor: {perLayer: 0.73}}}
  ]
};
const [first, second] = madeUpRecords({seeds: [0]});
const records = first && second ? [first, {...second, reference}] : [];
const number = (place: string) => paperNumbers({one: {reference: place}}, records).get('one');

it('takes numbers as typed, or where the first run that has a reference has them', () => {
  expect(paperNumbers({points: 2.5}, records).get('points')).toBe(2.5);
  expect(number('subjects.1.spearman.taylor.perLayer')).toBe(0.73);
});

it('finds entries of lists by their subject or criterion', () => {
  expect(number('subjects.VGG-16/Birds-200.spearman.taylor.perLayer')).toBe(0.73);
  expect(number('subjects.AlexNet/Flowers-102.pruned.taylor.gflops.1')).toBe(0.4);
});

it('names a place that has no number', () => {
  expect(() => number('subjects.VGG-16/Birds-200.spearman')).toThrow(
    'Expected a number at subjects.VGG-16/Birds-200.spearman of some run’s reference for paper.numbers.one, got none.'
  );
});
