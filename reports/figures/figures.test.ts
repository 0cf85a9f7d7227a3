import {expect, it} from 'vitest';
import {madeUpCorrelations, madeUpRecords} from '../testing/madeUpRecords.ts';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {accuracyAgainst} from './accuracyAgainst.ts';
import type {Figure} from './figure.ts';
import {oracleRanks} from './oracleRanks.ts';
import {oracleScatter} from './oracleScatter.ts';
import {NARROW} from './theme.ts';
import {unitsLeft} from './unitsLeft.ts';

const command = 'espalier report made-up';

function figures(records = madeUpRecords()): Figure[] {
  const correlations = madeUpCorrelations();
  return [
    accuracyAgainst({records, remaining: 'flops', command}),
    accuracyAgainst({records, remaining: 'units', command}),
    accuracyAgainst({records, remaining: 'parameters', accuracy: 'validationAccuracy', command}),
    oracleScatter({records, correlations, command}),
    oracleScatter({records, axes: 'value', command}),
    oracleRanks({records, beforePooling: ['conv2'], command}),
    unitsLeft({records, command})
  ].flatMap(figure => figure ?? []);
}

it.each(figures().map(figure => [figure.name, figure] as const))('%s looks as committed', async (name, figure) => {
  await expect(figure.draw()).toMatchFileSnapshot(`../output/made-up/${name}.svg`);
});

it.each(figures().map(figure => [figure.name, figure] as const))('%s stands alone, wide and narrow', (_, figure) => {
  for (const width of [720, NARROW]) {
    const svg = parseSvg(figure.draw(width));
    expect(svg.namespaceURI).toBe('http://www.w3.org/2000/svg');
    expect(svg.getAttribute('viewBox')).toBe(`0 0 ${width} ${svg.getAttribute('height') ?? ''}`);
    expect(svg.querySelector('title')?.textContent).toBe(figure.title);
    expect(badNumbers(svg)).toEqual([]);
    expect(figure.draw(width)).not.toMatch(/currentColor|var\(|<style|href|url\(/);
  }
});

it('gives the same bytes for the same records', () => {
  expect(figures().map(({draw}) => draw())).toEqual(figures().map(({draw}) => draw()));
});

it('names data, seeds, runs and the command in every caption', () => {
  for (const {caption} of figures()) {
    expect(caption).toContain('tiny on made-up-images');
    expect(caption).toMatch(/seeds? 0/);
    expect(caption).toMatch(/n = [13]/);
    expect(caption).toContain(`Made by \`${command}\`.`);
  }
});

it('draws one thin line a run and one thick line a criterion', () => {
  const svg = parseSvg(accuracyAgainst({records: madeUpRecords(), remaining: 'flops', command}).draw());
  const paths = [...svg.querySelectorAll('[aria-label="line"]')];
  const thin = paths.filter(group => group.getAttribute('stroke-width') === '0.75');
  const thick = paths.filter(group => group.getAttribute('stroke-width') === '2');
  expect(thin.flatMap(group => [...group.querySelectorAll('path')])).toHaveLength(15);
  expect(thick.flatMap(group => [...group.querySelectorAll('path')])).toHaveLength(5);
});

it('draws a band for several seeds and none for one', () => {
  const bands = (seeds: number[]) =>
    parseSvg(accuracyAgainst({records: madeUpRecords({seeds}), remaining: 'flops', command}).draw()).querySelectorAll(
      '[aria-label="area"] path'
    ).length;
  expect(bands([0, 1, 2])).toBe(5);
  expect(bands([0])).toBe(0);
});

it('draws one dot a unit in each panel of the scatter', () => {
  const svg = parseSvg(oracleScatter({records: madeUpRecords(), command})?.draw() ?? '');
  const dots = [...svg.querySelectorAll('[aria-label="dot"] circle')].filter(dot => dot.getAttribute('r') === '1.8');
  expect(dots).toHaveLength(5 * 144);
});

it('leaves points out that are not finite', () => {
  const records = madeUpRecords({seeds: [0]}).map(record => ({
    ...record,
    curve: record.curve.map((point, i) => ({...point, testAccuracy: i % 2 === 1 ? NaN : point.testAccuracy}))
  }));
  expect(badNumbers(parseSvg(accuracyAgainst({records, remaining: 'flops', command}).draw()))).toEqual([]);
});

it('has no oracle figures where no run has an oracle', () => {
  const records = madeUpRecords().map(record => ({...record, oracle: undefined}));
  expect(oracleScatter({records, command})).toBeUndefined();
  expect(oracleRanks({records, command})).toBeUndefined();
});

it('follows ranges of a layer’s channels, which are renamed as the layer shrinks', () => {
  const renamed = (rename: boolean) =>
    madeUpRecords({seeds: [0]}).map(record => ({
      ...record,
      curve: record.curve.map((point, i) => {
        const entries = Object.entries(point.unitsLeft ?? {});
        const name = (layer: string, left: number) => (rename ? `${layer}[0:${i === 0 ? 1 : left}]` : `${layer}[0:1]`);
        return {...point, unitsLeft: Object.fromEntries(entries.map(([layer, left]) => [name(layer, left), left]))};
      })
    }));
  const draw = (rename: boolean) => unitsLeft({records: renamed(rename), command})?.draw();
  expect(draw(true)).toBe(draw(false));
});
