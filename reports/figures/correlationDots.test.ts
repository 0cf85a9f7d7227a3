import {expect, it} from 'vitest';
import {madeUpCorrelations} from '../testing/madeUpRecords.ts';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {correlationDots} from './correlationDots.ts';
import {NARROW} from './theme.ts';

const correlations = ['tiny on made-up-images', 'wide on made-up-images'].flatMap(subject =>
  madeUpCorrelations().map(row => ({...row, subject}))
);
const options = {correlations, measures: ['perLayer', 'allRaw', 'allL2'], command: 'npm run findings'} as const;

it('looks as committed, and stands alone, wide and narrow', async () => {
  const figure = correlationDots(options);
  await expect(figure?.draw()).toMatchFileSnapshot('../output/made-up/correlations.svg');
  for (const width of [720, NARROW]) expect(badNumbers(parseSvg(figure?.draw(width) ?? ''))).toEqual([]);
});

it('draws a mark for each subject, criterion and way of ranking, and the paper’s hollow', () => {
  const svg = parseSvg(correlationDots(options)?.draw() ?? '');
  const marks = [...svg.querySelectorAll('[aria-label="dot"] path, [aria-label="dot"] circle')];
  const hollow = marks.filter(mark => mark.closest('[fill]')?.getAttribute('fill') === '#ffffff');
  // What the paper prints for taylor, obd, weight and activation, and a mark each in the legend.
  expect(hollow).toHaveLength(11 + 8 + 2);
  expect(marks).toHaveLength(hollow.length + 2 * 5 * 3 + 2);
});

it('is not drawn where nothing was correlated', () => {
  expect(correlationDots({...options, correlations: []})).toBeUndefined();
});
