import {expect, it} from 'vitest';
import {madeUpGrid} from '../testing/madeUpGrid.ts';
import {estimateQuantity} from './estimateQuantity.ts';
import {quantitySchema} from './quantitySchema.ts';
import {varianceOf} from './varianceOf.ts';

const records = madeUpGrid();
const factors = [
  {setting: 'prune.lr', name: 'learning rate'},
  {setting: 'prune.flopsLambda', name: 'λ'},
  {setting: 'criterion', name: 'criterion'}
];

it('finds what was put into made-up runs: rates, criteria and seeds, and nothing of λ', () => {
  const sources = varianceOf(records, {of: 'testAccuracy', at: 'end', factors});
  const share = (...places: number[]) =>
    sources.find(({kind, factors: own}) => kind === 'effect' && own.join() === places.join())?.share;
  expect(share(0)).toBeGreaterThan(0.5);
  expect(share(2)).toBeGreaterThan(0.1);
  expect(share(1)).toBeLessThan(0.02);
  expect(sources.find(({kind}) => kind === 'residual')?.degrees).toBe((3 * 2 * 2 - 1) * 2);
});

it('says which runs are no such experiment', () => {
  expect(() => varianceOf(records.slice(1), {of: 'testAccuracy', at: 'end', factors})).toThrow(
    'Runs of testAccuracy by learning rate, λ, criterion: Expected every one of 36 combinations to be measured, got 35.'
  );
  expect(() => varianceOf(records, {of: 'testAuroc', at: 'end', factors})).toThrow(
    /^Expected testAuroc of .*, got none/
  );
});

it('takes the mean of all runs of a seed where it is asked for', () => {
  const quantity = quantitySchema.parse({of: 'testAccuracy', at: 'end', where: {'prune.lr': 0.01}, mean: true});
  const own = records.filter(({config}) => (config['prune'] as {lr: number}).lr === 0.01);
  const mean = own.reduce((sum, {result}) => sum + Number(result.after?.testAccuracy), 0) / own.length;
  const {estimate} = estimateQuantity(quantity, {records, correlations: []});
  expect(estimate?.n).toBe(3);
  expect(estimate?.value).toBeCloseTo(mean, 12);
  const apart = {...quantity, mean: undefined};
  expect(() => estimateQuantity(apart, {records, correlations: []})).toThrow('Expected one run a seed');
});
