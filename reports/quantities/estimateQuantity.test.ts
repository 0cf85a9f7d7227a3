import {expect, it} from 'vitest';
import {madeUpMilestones} from '../testing/madeUpMilestones.ts';
import {madeUpCorrelations} from '../testing/madeUpRecords.ts';
import {estimateQuantity} from './estimateQuantity.ts';
import {quantitySchema} from './quantitySchema.ts';
import {estimateText} from './quantityText.ts';

const records = madeUpMilestones();
const measured = {
  records,
  correlations: madeUpCorrelations().map(row => ({...row, subject: 'tiny on made-up-images'}))
};
const estimate = (quantity: unknown) => estimateQuantity(quantitySchema.parse(quantity), measured);
const taylor = records.filter(({criterion}) => criterion === 'taylor');
const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
const where = {criterion: 'taylor'};

it('takes the mean over seeds at the start, the end and a milestone', () => {
  const expected = {
    start: mean(taylor.map(({result}) => Number(result.before?.testAccuracy))),
    end: mean(taylor.map(({result}) => Number(result.after?.testAccuracy)))
  };
  expect(estimate({of: 'testAccuracy', where}).estimate?.value).toBeCloseTo(expected.start, 12);
  expect(estimate({of: 'testAccuracy', at: 'end', where}).estimate?.value).toBeCloseTo(expected.end, 12);
  expect(estimate({of: 'units', at: {units: 0.25}, where}).estimate).toMatchObject({n: 3, deviation: 0});
});

it('reads the head alone from the base, and further metrics from every row', () => {
  expect(estimate({of: 'testBalancedAccuracy', at: 'head', where}).estimate?.value).toBeCloseTo(0.6, 12);
  const {estimate: balanced} = estimate({of: 'testBalancedAccuracy', where, minus: {of: 'testAccuracy'}});
  expect(balanced?.value).toBeCloseTo(-0.03, 12);
});

it('tells the time of an update of runs that kept it, and its ratio', () => {
  const timed = records.map((record, i) => ({
    ...record,
    updateMilliseconds: record.criterion === 'taylor' ? 20 : 10 + i / 1e3
  }));
  const quantity = quantitySchema.parse({of: 'updateTime', at: 'end', where, over: {where: {criterion: 'random'}}});
  const {estimate: ratio, unit} = estimateQuantity(quantity, {...measured, records: timed});
  expect(unit).toBe('times');
  expect(ratio?.value).toBeCloseTo(2, 2);
  expect(estimate({of: 'updateTime', at: 'end', where}).estimate).toBeUndefined();
});

it('pairs differences by seed', () => {
  const quantity = {of: 'testAccuracy', at: {units: 0.5}, where, minus: {where: {criterion: 'random'}}};
  const random = records.filter(({criterion}) => criterion === 'random');
  const at = (runs: typeof records) => runs.map(({result}) => Number(result.milestones?.[1]?.testAccuracy));
  const differences = at(taylor).map((value, i) => value - Number(at(random)[i]));
  const {estimate: difference, isDifference} = estimate(quantity);
  expect(isDifference).toBe(true);
  expect(difference?.value).toBeCloseTo(mean(differences), 12);
  const spread = Math.sqrt(differences.reduce((sum, value) => sum + (value - mean(differences)) ** 2, 0) / 2);
  expect(difference?.deviation).toBeCloseTo(spread, 12);
});

it('gives a control trained from scratch the size of the milestone, and the unpruned one that of the start', () => {
  const at = {units: 0.25};
  const left = (control?: string) => estimate({of: 'flopsLeft', at, where, ...(control && {control})}).estimate?.value;
  expect(left('scratch')).toBe(left());
  expect(left('unpruned')).toBe(1);
});

it('drops the control where a difference is to another place', () => {
  const kept = estimate({of: 'testAccuracy', at: {units: 0.5}, control: 'scratch', where, minus: {at: 'start'}});
  expect(kept.estimate?.n).toBe(3);
});

it('takes ratios of time by turns where they were measured so', () => {
  const timed = taylor.map(run => ({
    ...run,
    latencies: {
      batch: 1,
      dense: {milliseconds: 4},
      milestones: [{target: {units: 0.5}, milliseconds: 2, ...(run.seed === 0 && {faster: 3})}]
    }
  }));
  const quantity = quantitySchema.parse({of: 'latencyReduction', at: {units: 0.5}});
  expect(estimateQuantity(quantity, {records: timed, correlations: []}).estimate?.value).toBeCloseTo(
    (3 + 2 + 2) / 3,
    12
  );
});

it('interpolates along the curve, not beyond it', () => {
  const whole = estimate({of: 'testAccuracy', at: {along: {flops: 1}}, where}).estimate?.value;
  expect(whole).toBeCloseTo(mean(taylor.map(({curve}) => Number(curve[0]?.testAccuracy))), 12);
  expect(estimate({of: 'testAccuracy', at: {along: {flops: 0.05}}, where}).estimate).toBeUndefined();
});

it('correlates criteria of the whole network, whatever the runs prune by', () => {
  const rows = measured.correlations.filter(({criterion}) => criterion === 'weight');
  const {estimate: rho, unit} = estimate({of: 'spearman.perLayer', where: {criterion: 'weight'}});
  expect([rho?.value, unit]).toEqual([mean(rows.map(({perLayer}) => Number(perLayer))), 'number']);
});

it('refuses two runs of one seed, and names them', () => {
  expect(() => estimate({of: 'testAccuracy', where: {criterion: ['taylor', 'obd']}})).toThrow(
    'Expected one run a seed, got made-up/taylor-0 and made-up/obd-0 for seed 0. Narrow it with `where`, or compare `each: subject`.'
  );
});

it('filters by settings, and by settings that are not given', () => {
  expect(estimate({of: 'testAccuracy', where: {...where, 'dataset.train': 2000}}).estimate?.n).toBe(3);
  expect(estimate({of: 'testAccuracy', where: {...where, 'model.width': null}}).estimate?.n).toBe(3);
  expect(estimate({of: 'testAccuracy', where: {...where, 'model.width': 8}}).estimate).toBeUndefined();
});

it('tells numbers in their unit', () => {
  const estimate = {value: 0.8179, low: 0.78, high: 0.8551, n: 3};
  expect(estimateText(estimate, {unit: 'share'})).toBe('81.8 % [78.0, 85.5]');
  expect(estimateText({value: -0.01, n: 1}, {unit: 'share', isDifference: true})).toBe('−1.0 points');
  expect(estimateText({value: 1.234e7, n: 1}, {unit: 'megaflops'})).toBe('12.34 MFLOPs');
  expect(estimateText({value: 2.5, n: 1}, {unit: 'times'})).toBe('2.50 ×');
  expect(estimateText(undefined, {unit: 'times'})).toBe('not measured');
});
