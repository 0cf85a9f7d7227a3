import type {ProfileDocument} from '@espalier/experiments';
import {expect, it} from 'vitest';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {stepProfile} from './stepProfile.ts';
import {NARROW} from './theme.ts';

const OPS = [
  ['Conv2DBackpropFilter', 60, 7],
  ['Conv2DBackpropInput', 50, 6],
  ['Conv2D', 45, 7],
  ...Array.from({length: 12}, (_, i) => [`Small${i + 1}`, 1, 2.5] as const)
] as const;

const profile: ProfileDocument = {
  format: 'espalier.profile/1',
  espalier: '0.1.0',
  device: {cpu: 'made-up', cores: 2, engine: 'tensorflow 2.21.0', device: 'cpu', threads: 2, load: 0.1},
  model: {path: 'vgg', sha256: 'a'.repeat(64)},
  batch: 32,
  criteria: ['taylor'],
  step: {median: 200, quartiles: [190, 210], least: 180, most: 240, count: 15},
  ops: OPS.map(([op, milliseconds, calls]) => ({op, milliseconds, calls, share: milliseconds / 200})),
  between: 33
};
const figure = stepProfile({profile, name: 'vgg', command: 'espalier bench vgg --profile'});

it('looks as committed', async () => {
  await expect(figure.draw()).toMatchFileSnapshot('../output/made-up/step-profile.svg');
});

it('has a bar for each of the longest ops, one for the others and one for what lies between', () => {
  for (const width of [720, NARROW]) {
    const svg = parseSvg(figure.draw(width));
    expect(svg.querySelectorAll('[aria-label="bar"] rect')).toHaveLength(14);
    expect(badNumbers(svg)).toEqual([]);
  }
  const text = figure.draw();
  for (const label of ['Conv2D × 7', 'Small9 × 2.5', '3 other ops', 'JavaScript between ops', '60.0 ms, 30 %']) {
    expect(text).toContain(label);
  }
});

it('says what was measured on what', () => {
  expect(figure.caption).toContain('mean of 15 steps on batches of 32, scored by taylor on the way');
  expect(figure.caption).toContain('tensorflow 2.21.0 on 2 threads, made-up, load 0.1');
});
