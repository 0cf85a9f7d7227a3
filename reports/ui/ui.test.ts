import {expect, it} from 'vitest';
import {bytes, duration, fixed, moment, percent, plural} from './format.ts';
import {unitsByLayer} from './figures/unitsHistory.ts';
import {changed, hashOf, parseHash, setOf} from './route.ts';

it('keeps a view and its settings in the address, whatever they hold', () => {
  const query = new URLSearchParams([
    ['sweep', 'a&b=c #?/<i>'],
    ['status', 'failed'],
    ['status', 'running'],
    ['x', 'flops']
  ]);
  const {view, query: back} = parseHash(hashOf('curves', query));
  expect(view).toBe('curves');
  expect([...back]).toEqual([...query]);
  expect([...setOf(back)].map(([key]) => key)).toEqual(['sweep', 'status', 'status']);
  expect(String(changed(back, 'status', ['queued']).getAll('status'))).toBe('queued');
});

it('leaves empty settings out, but for "group by nothing"', () => {
  expect(hashOf('runs', {q: '', sweep: 'a'})).toBe('#/runs?sweep=a');
  expect(hashOf('curves', {by: ''})).toBe('#/curves?by=');
  expect(hashOf('sweeps')).toBe('#/sweeps');
});

it('shows the sweeps where an address makes no sense', () => {
  for (const hash of ['', '#', '#/', '#/nowhere?x=1', '#runs']) expect(parseHash(hash).view).toBe('sweeps');
});

it('writes numbers as tables want them', () => {
  expect([percent(0.9251), percent(-0.005), percent(undefined)]).toEqual(['92.5 %', '−0.5 %', '–']);
  expect([fixed(0.25), fixed(0.00001), fixed(123456)]).toEqual(['0.2500', '1.00e−5', '1.23e+5']);
  expect([2.345, 59.7, 3725].map(duration)).toEqual(['2.3 s', '1 min 0 s', '1 h 2 min']);
  expect([plural(1, 'run'), plural(12345, 'run'), bytes(1_200_000)]).toEqual(['1 run', '12,345 runs', '1.2 MB']);
  expect([moment('2026-11-23T10:35:00'), moment('never')]).toEqual(['2026-11-23 10:35', 'never']);
});

it('follows layers by place, because ranges of channels are renamed as they shrink', () => {
  const metrics = [
    {step: 0, unitsLeft: {conv1: 4, 'conv2[0:8]': 8}},
    {step: 1, unitsLeft: {conv1: 3, 'conv2[0:5]': 5}},
    {step: 2}
  ];
  expect(unitsByLayer(metrics)).toEqual({
    names: ['conv1', 'conv2[0:8]'],
    steps: [
      {step: 0, left: [4, 8]},
      {step: 1, left: [3, 5]}
    ]
  });
});
