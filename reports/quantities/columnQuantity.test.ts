import {expect, it} from 'vitest';
import type {BenchRows} from '../records/benchRows.ts';
import {columnQuantitySchema, estimateColumn, matchRows} from './columnQuantity.ts';

const bench: BenchRows = {
  ...{part: 'edge', command: 'npm run bench -- edge', cpu: 'a processor', cores: 2, threads: 1, versions: {}},
  columns: {time: {words: 'time of a pass', unit: 'milliseconds'}},
  rows: [0, 1, 2].flatMap((seed): BenchRows['rows'] => [
    {seed, form: 'whole', time: 4 + seed},
    {seed, form: 'pruned', time: 2 + seed, batch: 1}
  ])
};
const estimate = (quantity: object) => estimateColumn(columnQuantitySchema.parse(quantity), bench);

it('takes the mean of a column over seeds', () => {
  expect(estimate({column: 'time', where: {form: 'whole'}})).toMatchObject({
    estimate: {value: 5, n: 3},
    unit: 'milliseconds',
    isDifference: false
  });
});

it('pairs differences and ratios by seed', () => {
  const where = {form: 'pruned'};
  const other = {where: {form: 'whole'}};
  expect(estimate({column: 'time', where, minus: other}).estimate).toMatchObject({value: -2, low: -2, high: -2});
  const ratio = (2 / 4 + 3 / 5 + 4 / 6) / 3;
  expect(estimate({column: 'time', where, over: other})).toMatchObject({estimate: {value: ratio}, unit: 'times'});
});

it('takes null for a key that a row lacks', () => {
  expect(matchRows(bench.rows, {batch: null}).map(({form}) => form)).toEqual(['whole', 'whole', 'whole']);
});

it.each([
  [{column: 'time'}, 'Expected one row a seed of bench edge for time, got two for seed 0. Narrow it with `where`.'],
  [{column: 'size'}, 'Expected a column of bench edge (time), got size.']
])('names what is wrong: %j', (quantity, message) => {
  expect(() => estimate(quantity)).toThrow(message);
});
