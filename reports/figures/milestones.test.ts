import {expect, it} from 'vitest';
import {madeUpMilestones} from '../testing/madeUpMilestones.ts';
import {madeUpRecords} from '../testing/madeUpRecords.ts';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {milestoneLines} from './milestoneLines.ts';
import {milestones} from './milestones.ts';
import {NARROW} from './theme.ts';

const records = madeUpMilestones();
const options = {
  records,
  against: 'units',
  metric: 'testAccuracy',
  controls: ['unpruned', 'scratch'],
  absolute: false,
  command: 'npm run findings'
} as const;

it.each(['units', 'flops'] as const)(
  'looks as committed against %s, and stands alone, wide and narrow',
  async against => {
    const figure = milestones({...options, against});
    await expect(figure?.draw()).toMatchFileSnapshot(`../output/made-up/milestones-${against}.svg`);
    for (const width of [720, NARROW]) {
      const svg = parseSvg(figure?.draw(width) ?? '');
      expect(badNumbers(svg)).toEqual([]);
      expect(svg.querySelector('title')?.textContent).toBe(figure?.title);
    }
  }
);

it('has a point for the whole network and each milestone, with its interval over seeds', () => {
  const [taylor] = milestoneLines(options);
  expect(taylor?.label).toBe('taylor');
  expect(taylor?.points.map(({x}) => Math.round(100 * x))).toEqual([100, 71, 48, 31]);
  const at = records
    .filter(({criterion}) => criterion === 'taylor')
    .map(({result}) => result.milestones?.[1]?.testAccuracy ?? NaN);
  const mean = at.reduce((sum, value) => sum + value, 0) / 3;
  expect(taylor?.points[2]?.value).toBeCloseTo(mean, 12);
  const spread = Math.sqrt(at.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 2);
  // Student's t of 2 degrees of freedom at 97.5 %.
  expect(taylor?.points[2]?.high).toBeCloseTo(mean + (4.302652729749 * spread) / Math.sqrt(3), 9);
});

it('takes the mean over series within each seed for controls', () => {
  const unpruned = milestoneLines(options).at(-2);
  expect(unpruned?.isControl).toBe(true);
  const all = records.map(({result}) => result.milestones?.[0]?.controls?.unpruned?.testAccuracy ?? NaN);
  expect(unpruned?.points[0]?.value).toBeCloseTo(all.reduce((sum, value) => sum + value, 0) / all.length, 12);
  expect(unpruned?.points[0]?.n).toBe(3);
});

it('draws no bars for one seed, and nothing without milestones', () => {
  const one = milestones({...options, records: madeUpMilestones({seeds: [0]})});
  expect(parseSvg(one?.draw() ?? '').querySelectorAll('[aria-label="link"] path[stroke-width="1.25"]')).toHaveLength(0);
  expect(milestones({...options, records: madeUpRecords()})).toBeUndefined();
});
