import {expect, it} from 'vitest';
import {madeUpCorrelations} from '../testing/madeUpRecords.ts';
import type {CorrelationRow} from '../records/correlationRow.ts';
import {paperSpearman} from './paperSpearman.ts';
import {spearman, spearmanByLayer, spearmanBySeed} from './spearman.ts';
import {toMarkdown} from './toMarkdown.ts';

const context = {subject: 'tiny on made-up-images', command: 'espalier report made-up'};

const row = (criterion: string, seed: number, rho: number | null): CorrelationRow => ({
  criterion,
  seed,
  perLayer: rho,
  allRaw: rho,
  allL2: rho,
  allL1: null,
  allMinMax: rho,
  intervals: {perLayer: [0.6, 0.8]},
  layers: [{group: 'conv1', rho}]
});

it('gives mean ± standard deviation over seeds, leaving out n/a', () => {
  const correlations = [row('weight', 0, 0.7), row('weight', 1, 0.74), row('weight', 2, 0.78), row('apoz', 0, null)];
  const {rows} = spearman({correlations, ...context});
  expect(rows.map(([criterion]) => criterion)).toEqual(['weight', 'apoz']);
  expect(rows[0]?.[1]).toMatchObject({n: 3});
  expect(toMarkdown(spearman({correlations, ...context}))).toContain('| weight | 0.74 ± 0.04 | 0.74 ± 0.04 |');
  expect(toMarkdown(spearman({correlations, ...context}))).toContain('| apoz | n/a | n/a | n/a | n/a | n/a | 1 |');
});

it('ends with the chance level where it is known', () => {
  expect(
    spearman({correlations: madeUpCorrelations(), ...context})
      .rows.at(-1)
      ?.slice(0, 4)
  ).toEqual([
    'chance level',
    {value: null},
    {value: 0.001, deviation: 0, n: 3},
    {value: expect.closeTo(0.1, 12) as number, deviation: expect.closeTo(0, 12) as number, n: 3}
  ]);
});

it('shows each seed with its bootstrap interval', () => {
  const {rows} = spearmanBySeed({correlations: [row('weight', 1, 0.7), row('weight', 0, 0.6)], ...context});
  expect(rows.map(cells => cells.slice(0, 3))).toEqual([
    ['weight', '0', {value: 0.6, low: 0.6, high: 0.8}],
    ['weight', '1', {value: 0.7, low: 0.6, high: 0.8}]
  ]);
});

it('has one row a layer, and n/a where a layer has no correlation', () => {
  const markdown = toMarkdown(spearmanByLayer({correlations: madeUpCorrelations({seeds: [0]}), ...context}));
  expect(markdown).toMatch(/\| conv4 \| 0\.\d\d \| 0\.\d\d \| n\/a \|/);
});

it('puts the paper’s numbers beside ours and marks those that were not checked', () => {
  const markdown = toMarkdown(paperSpearman({correlations: [row('taylor', 0, 0.8), row('obd', 0, 0.7)], ...context}));
  expect(markdown).toContain('| per layer | taylor | 0.80 | 0.73 | 0.58 |');
  expect(markdown).toContain('| all layers, raw | obd | 0.70 | 0.65† | n/a |');
});

it('never prints NaN', () => {
  const correlations = [row('weight', 0, null), row('taylor', 0, NaN)];
  for (const table of [spearman, spearmanBySeed, spearmanByLayer, paperSpearman]) {
    expect(toMarkdown(table({correlations, ...context}))).not.toContain('NaN');
  }
});
