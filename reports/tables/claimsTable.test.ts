import {expect, it} from 'vitest';
import type {CorrelationRow} from '../records/correlationRow.ts';
import {madeUpRecords} from '../testing/madeUpRecords.ts';
import type {Finding} from './claims/claim.ts';
import {judgeHighest} from './claims/judgeHighest.ts';
import {findClaims} from './claimsTable.ts';

const bySeed = (...values: number[]) => new Map(values.map((value, seed) => [seed, value]));

function verdictOn(findings: readonly Finding[], start: string): string | undefined {
  return findings.find(({claim}) => claim.startsWith(start))?.verdict;
}

function rows(criterion: string, ...values: number[]): CorrelationRow[] {
  return values.map((rho, seed) => ({
    criterion, seed, perLayer: rho, allRaw: rho, allL2: rho, allL1: rho, allMinMax: rho, layers: []
  })); // prettier-ignore
}

it('confirms where every rival lies below in every interval', () => {
  const values = new Map([['taylor', bySeed(0.8, 0.81, 0.79)], ['weight', bySeed(0.5, 0.52, 0.5)]]); // prettier-ignore
  expect(judgeHighest({best: 'taylor', values})).toEqual({
    found: 'taylor 0.80 ± 0.01; weight 0.51 ± 0.01; difference +0.293 [+0.279, +0.308], n = 3',
    verdict: 'confirmed'
  });
});

it('contradicts where a rival lies above', () => {
  const values = new Map([['taylor', bySeed(0.5, 0.52, 0.5)], ['weight', bySeed(0.8, 0.81, 0.79)]]); // prettier-ignore
  expect(judgeHighest({best: 'taylor', values}).verdict).toBe('contradicted');
});

it('decides nothing from two seeds, from overlap, or without a rival', () => {
  const verdict = (taylor: Map<number, number>, weight: Map<number, number>) =>
    judgeHighest({best: 'taylor', values: new Map([['taylor', taylor], ['weight', weight]])}).verdict; // prettier-ignore
  expect(verdict(bySeed(0.8, 0.81), bySeed(0.1, 0.12))).toBe('not decidable here');
  expect(verdict(bySeed(0.8, 0.5, 0.7), bySeed(0.7, 0.6, 0.65))).toBe('not decidable here');
  expect(verdict(bySeed(0.8, 0.5, 0.7), bySeed())).toBe('not decidable here');
});

it('judges random’s correlation against a margin around 0', () => {
  const verdict = (...values: number[]) =>
    verdictOn(findClaims({records: [], correlations: rows('random', ...values)}), 'Random');
  expect(verdict(0.01, -0.01, 0)).toBe('confirmed');
  expect(verdict(0.5, 0.51, 0.5)).toBe('contradicted');
  expect(verdict(0.2, -0.3, 0.1)).toBe('not decidable here');
});

it('judges accuracy at the smallest share of FLOPs that all runs reach', () => {
  const findings = findClaims({records: madeUpRecords(), correlations: []});
  const taylor = findings.find(({claim}) => claim === 'Taylor keeps accuracy longest');
  expect(taylor?.found).toMatch(/^at 30 % of FLOPs: taylor 7\d\.\d ± 0\.\d %; closest of the 4 others: obd/);
  expect(taylor?.verdict).toBe('confirmed');
});

it('says what was not measured', () => {
  expect(findClaims({records: [], correlations: []}).map(({found, verdict}) => [found, verdict])).toEqual([
    ['taylor and a rival: not both measured', 'not decidable here'],
    ['taylor and a rival: not both measured', 'not decidable here'],
    ['obd and a rival: not both measured', 'not decidable here'],
    ['random: not measured', 'not decidable here'],
    ['oracle: not measured', 'not decidable here']
  ]);
});

it('judges layers before pooling by their oracle ranks, where it is told which they are', () => {
  const records = madeUpRecords({seeds: [0, 1, 2, 3]});
  const judged = (beforePooling?: string[]) => findClaims({records, correlations: [], beforePooling}).at(-1);
  expect(judged()).toMatchObject({
    verdict: 'not decidable here',
    found: 'layers before pooling and others: not both known'
  });
  expect(judged(['conv1'])?.found).toMatch(
    /^mean oracle rank \(0 to 1\) before pooling less that of other layers: \+0\.\d{3} ± 0\.\d{3} \[−0\.\d{3}, /
  );
});
