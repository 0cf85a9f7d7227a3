import {expect, it} from 'vitest';
import {madeUpMilestones} from '../../testing/madeUpMilestones.ts';
import {judgeComparison} from './judgeComparison.ts';
import {judgeRange} from './judgeRange.ts';
import {verdictOf, type Outcome} from './outcome.ts';

const range = (low: number, high: number, n = 3) =>
  ({estimate: {value: (low + high) / 2, low, high, n}, unit: 'share', isDifference: true}) as const;

it('confirms and contradicts by the whole interval, and else says why nothing is decided', () => {
  expect(judgeRange(range(0.01, 0.03), {above: 0}).verdict).toBe('confirmed');
  expect(judgeRange(range(-0.03, -0.01), {above: 0}).verdict).toBe('contradicted');
  expect(judgeRange(range(-0.01, 0.03), {above: 0})).toEqual({
    verdict: 'not decidable here',
    found: '+1.0 points [−1.0, +3.0], n = 3; claimed: above 0.0 points',
    why: 'the interval lies on both sides of what is claimed'
  });
  expect(judgeRange(range(-0.02, 0.02), {between: [-0.025, 0.025]}).verdict).toBe('confirmed');
  expect(judgeRange(range(0.01, 0.03), {below: 0.005}).verdict).toBe('contradicted');
});

it('decides nothing on two seeds, or where nothing was measured', () => {
  expect(judgeRange(range(0.01, 0.03, 2), {above: 0}).why).toBe('fewer than 3 seeds');
  expect(judgeRange({estimate: undefined, unit: 'share', isDifference: false}, {above: 0}).found).toBe('not measured');
});

const measured = {records: madeUpMilestones(), correlations: []};
const reduction = {of: 'parameters', metric: 'testAccuracy', against: 'start', where: {criterion: 'taylor'}} as const;
const judge = (within: number, above: number) =>
  judgeComparison({claim: 'Smaller', reduction: {...reduction, within}, expect: {above}}, measured)[0];

it('judges a reduction at milestones alone', () => {
  expect(judge(0.5, 2)?.verdict).toBe('confirmed');
  expect(judge(0.001, 2)).toMatchObject({verdict: 'contradicted', found: 'no milestone within 0.1 points'});
  expect(judge(0.5, 50)).toMatchObject({verdict: 'not decidable here', why: 'no milestone is 50.00 × smaller'});
});

it('judges the best criterion at a milestone, once for each subject', () => {
  const highest = {criterion: 'taylor', among: 'paper', of: 'testAccuracy', at: {units: 0.25}, where: {}} as const;
  const outcomes = judgeComparison({claim: 'Taylor leads', highest, each: 'subject'}, measured);
  expect(outcomes.map(({claim}) => claim)).toEqual(['Taylor leads (tiny on made-up-images)']);
  expect(outcomes[0]?.found).toContain('closest of the 4 others: obd');
});

it('leaves undecided what cannot be decided here, with the reason', () => {
  expect(judgeComparison({claim: 'On ImageNet, too', undecidable: 'no archive'}, measured)).toEqual([
    {claim: 'On ImageNet, too', verdict: 'not decidable here', found: 'not measured', why: 'no archive'}
  ]);
});

it('is contradicted by one, and confirmed by all', () => {
  const all = (...verdicts: Outcome['verdict'][]) =>
    verdictOf(verdicts.map(verdict => ({claim: '', found: '', verdict})));
  expect(all('confirmed', 'confirmed')).toBe('confirmed');
  expect(all('confirmed', 'not decidable here')).toBe('not decidable here');
  expect(all('confirmed', 'not decidable here', 'contradicted')).toBe('contradicted');
  expect(all()).toBe('not decidable here');
});
