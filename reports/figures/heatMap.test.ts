import {expect, it} from 'vitest';
import {madeUpGrid} from '../testing/madeUpGrid.ts';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {heatMap} from './heatMap.ts';
import {NARROW} from './theme.ts';

const records = madeUpGrid();
const options = {
  records,
  of: 'testAccuracy',
  at: 'end',
  x: {setting: 'prune.lr', name: 'learning rate'},
  y: {setting: 'prune.flopsLambda', name: 'λ'},
  panels: {setting: 'criterion', name: 'criterion'},
  command: 'npm run findings'
} as const;

it('looks as committed, with a number in each cell, wide and narrow', async () => {
  const figure = heatMap(options);
  await expect(figure?.draw()).toMatchFileSnapshot('../output/made-up/heat-map.svg');
  for (const width of [720, NARROW]) {
    const svg = parseSvg(figure?.draw(width) ?? '');
    expect(badNumbers(svg)).toEqual([]);
    // Two criteria, three rates, two prices.
    expect(svg.querySelectorAll('[aria-label="cell"] rect')).toHaveLength(12);
    const numbers = [...svg.querySelectorAll('text')].filter(({textContent}) => /^\d\d\.\d$/.test(textContent));
    expect(numbers).toHaveLength(12);
  }
});

it('is darker where more is, and writes so that it can be read there', () => {
  const svg = parseSvg(heatMap(options)?.draw() ?? '');
  const lightness = (color: string) =>
    (/^rgb\((\d+), (\d+), (\d+)\)$/.exec(color) ?? []).slice(1).reduce((sum, one) => sum + Number(one), 0);
  const [first] = svg.querySelectorAll('[aria-label="cell"]');
  const fills = [...(first?.querySelectorAll('rect') ?? [])].map(rect => lightness(rect.getAttribute('fill') ?? ''));
  const means = [0.001, 0.01, 0.1].map(lr => {
    const own = records.filter(
      ({criterion, config}) =>
        criterion === 'taylor' && (config['prune'] as {lr: number; flopsLambda: number}).lr === lr
    );
    return own.reduce((sum, {result}) => sum + Number(result.after?.testAccuracy), 0);
  });
  expect(means[1]).toBeGreaterThan(means[2]!);
  expect(means[2]).toBeGreaterThan(means[0]!);
  expect(fills).toHaveLength(6);
  expect(Math.min(...fills)).toBeLessThan(300);
  const inks = new Set([...svg.querySelectorAll('[aria-label="text"] [fill]')].map(one => one.getAttribute('fill')));
  expect(inks).toEqual(new Set(['#14181d', '#fdfdfd']));
});

it('is nothing where nothing was measured', () => {
  expect(heatMap({...options, of: 'testAuroc'})).toBeUndefined();
});
