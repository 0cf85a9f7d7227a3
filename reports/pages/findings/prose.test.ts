import {expect, it} from 'vitest';
import {fillProse} from './prose.ts';

const fill = (text: string) => fillProse(text, name => ({half: '81.8 %', 'paper.points': '2.5'})[name], 'show.0');

it('fills braces', () => {
  expect(fill('Accuracy is {{half}}, {{ paper.points }} points less.')).toBe('Accuracy is 81.8 %, 2.5 points less.');
});

it.each(['lost 2.5 points', 'in 3 seeds', '12.6× smaller', 'half, 50 %', 'by −1e-3', 'in 2017'])(
  'refuses a number of its own: %s',
  text => {
    expect(() => fill(text)).toThrow(
      /^Expected prose without numbers of its own at show\.0, got [−\d.e-]+\. Name it in/
    );
  }
);

it.each([
  'VGG-16 on Birds-200',
  'an l2 norm',
  'R3D-CNN',
  'EfficientNet-Lite0',
  'table 1 and figures 4 and 5',
  '`top 5`'
])('lets names through: %s', text => {
  expect(fill(text)).toBe(text);
});

it('names what it does not know', () => {
  expect(() => fill('It is {{hlaf}}.')).toThrow('Expected a name that is known at show.0, got {{hlaf}}.');
});
