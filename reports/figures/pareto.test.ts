import {expect, it} from 'vitest';
import {madeUpMilestones} from '../testing/madeUpMilestones.ts';
import {madeUpRecords} from '../testing/madeUpRecords.ts';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {pareto} from './pareto.ts';
import {NARROW} from './theme.ts';

const options = {
  records: madeUpMilestones(),
  metric: 'testAccuracy',
  against: ['flops', 'latency'],
  command: 'npm run findings'
} as const;

it('looks as committed: a panel a quantity, a mark a series and milestone, wide and narrow', async () => {
  const figure = pareto(options);
  await expect(figure?.draw()).toMatchFileSnapshot('../output/made-up/pareto.svg');
  const series = new Set(options.records.map(({label}) => label)).size;
  for (const width of [720, NARROW]) {
    const svg = parseSvg(figure?.draw(width) ?? '');
    expect(badNumbers(svg)).toEqual([]);
    const legend = series;
    expect(svg.querySelectorAll('[aria-label="dot"] path, [aria-label="dot"] circle')).toHaveLength(
      2 * 3 * series + legend
    );
  }
});

it('leaves out quantities that were not measured, and is nothing without milestones', () => {
  const svg = parseSvg(pareto({...options, against: ['flops', 'memory']})?.draw() ?? '');
  expect([...svg.querySelectorAll('text')].some(({textContent}) => textContent === 'Memory')).toBe(false);
  expect(pareto({...options, records: madeUpRecords()})).toBeUndefined();
});
