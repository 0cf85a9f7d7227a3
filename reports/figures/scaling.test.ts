import {expect, it} from 'vitest';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {scaling, type ScalingRecord} from './scaling.ts';
import {NARROW} from './theme.ts';

const points = (values: readonly number[], power: number) =>
  values.map((value, i) => ({
    value,
    seconds: 0.001 * value ** (power + 0.1),
    work: 100 * value ** power,
    peakMiB: 300 + 20 * i,
    beforeMiB: 300
  }));

const record: ScalingRecord = {
  cpu: 'Some CPU',
  threads: 2,
  command: 'npm run bench -- scaling',
  base: {units: 16, depth: 4},
  series: [
    {operation: 'scoring', size: 'units', points: points([8, 16, 32], 2)},
    {operation: 'oracle', size: 'units', points: points([8, 16, 32], 3)},
    {operation: 'scoring', size: 'depth', points: points([2, 4, 8], 1)}
  ]
};

it.each(['time', 'memory'] as const)('of %s looks as committed, and stands alone', async quantity => {
  const figure = scaling({record, quantity});
  await expect(figure.draw()).toMatchFileSnapshot(`../output/made-up/${figure.name}.svg`);
  for (const width of [720, NARROW]) {
    const svg = parseSvg(figure.draw(width));
    expect(svg.querySelector('title')?.textContent).toBe(figure.title);
    expect(badNumbers(svg)).toEqual([]);
    expect(figure.draw(width)).not.toMatch(/currentColor|var\(|<style|href|url\(/);
  }
});

it('names the sizes that stay, the machine and the command in its caption', () => {
  const {caption} = scaling({record, quantity: 'time'});
  expect(caption).toContain('the others are units 16, depth 4. Some CPU, 2 threads.');
  expect(caption).toContain('Made by `npm run bench -- scaling`.');
});

it('draws a dashed line of arithmetic beside each measured time, and none beside memory', () => {
  const dashed = (quantity: 'time' | 'memory') =>
    parseSvg(scaling({record, quantity}).draw()).querySelectorAll('[aria-label="line"][stroke-dasharray="3 3"]').length;
  expect(dashed('time')).toBe(3);
  expect(parseSvg(scaling({record, quantity: 'time'}).draw()).querySelectorAll('[aria-label="dot"]').length).toBe(5);
});
