import {expect, it} from 'vitest';
import {oracleAccuracy} from '../figures/oracleAccuracy.ts';
import type {CorrelationRow} from '../records/correlationRow.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {judgeComparison} from '../pages/findings/judgeComparison.ts';
import {rankCorrelation} from '../statistics/rankCorrelation.ts';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {oracleAgreement} from './oracleAgreement.ts';

const CRITERIA = ['taylor', 'obd', 'weight', 'random'] as const;

/** Accuracy of each criterion's network; ρ with the oracle is 0.8, 0.6, 0.4 and (raw) 0 on every subject and seed. */
function measured(accuracies: Readonly<Record<string, readonly number[]>>) {
  const subjects = Object.entries(accuracies);
  const records = subjects.flatMap(([data, values]) =>
    CRITERIA.flatMap((criterion, i) =>
      [0, 1, 2].map((seed): RunRecord => {
        const size = {units: 8, parameters: 80, flops: 800, testAccuracy: (values[i] ?? 0) + 0.001 * seed};
        return {
          ...{sweep: 'made-up', id: `${data}-${criterion}-${seed}`, criterion, label: criterion, seed},
          config: {dataset: {name: data}, model: {zoo: 'tiny'}, prune: {criterion}},
          ...{curve: [], history: []},
          result: {
            format: 'espalier.run/1',
            criterion,
            seed,
            metric: {name: 'validationAccuracy', value: 0},
            after: size
          }
        };
      })
    )
  );
  const correlations = subjects.flatMap(([data]) =>
    CRITERIA.flatMap((criterion, i) =>
      [0, 1, 2].map((seed): CorrelationRow => {
        const rho = 0.8 - 0.2 * i;
        const rest = {perLayer: rho, allL1: rho, allMinMax: rho, layers: []};
        const isRandom = criterion === 'random';
        return {
          criterion,
          seed,
          subject: `tiny on ${data}`,
          ...rest,
          allRaw: isRandom ? 0 : -1,
          allL2: isRandom ? 0.9 : rho
        };
      })
    )
  );
  return {records, correlations};
}

const both = measured({clothes: [0.9, 0.8, 0.7, 0.6], digits: [0.6, 0.7, 0.8, 0.9]});
const options = {with: 'allL2', of: 'testAccuracy', at: 'end', where: {}, without: [], over: 'seeds'} as const;

it('correlates agreement with the oracle and accuracy over criteria, random as it is ranked', () => {
  const on = (subject: string, more = {}) => oracleAgreement({...options, where: {subject}, ...more}, both).estimate;
  expect(on('tiny on clothes')).toMatchObject({value: expect.closeTo(1, 9) as number, n: 3});
  expect(on('tiny on digits')).toMatchObject({value: expect.closeTo(-1, 9) as number, n: 3});
  expect(on('tiny on clothes', {without: ['random', 'weight']})).toBeUndefined(); // two are no correlation
});

it('takes the interval over seeds, or over means of subjects', () => {
  expect(oracleAgreement(options, both).estimate).toMatchObject({n: 6, value: expect.closeTo(0, 9) as number});
  expect(oracleAgreement({...options, over: 'subjects'}, both).estimate?.n).toBe(2);
});

it('is judged as a comparison, once for each subject where asked', () => {
  const judged = judgeComparison(
    {claim: 'It matters', oracleAgreement: {...options, without: []}, expect: {above: 0}, each: 'subject'},
    both
  );
  expect(judged.map(({claim, verdict}) => [claim, verdict])).toEqual([
    ['It matters (tiny on clothes)', 'confirmed'],
    ['It matters (tiny on digits)', 'contradicted']
  ]);
});

it('ranks ties by the mean of their places, and knows nothing of constants', () => {
  const pairs = [[1, 2], [2, 1], [3, 3], [3, 4]] as const; // prettier-ignore
  // Ranks 1, 2, 3.5, 3.5 against 2, 1, 3, 4: deviations −1.5, −0.5, 1, 1 and −0.5, −1.5, 0.5, 1.5.
  expect(rankCorrelation(pairs)).toBeCloseTo(3.5 / Math.sqrt(4.5 * 5), 12);
  expect(rankCorrelation([[1, 1], [2, 1], [3, 1]])).toBeUndefined(); // prettier-ignore
});

it('is drawn with a panel a subject and a name a criterion', () => {
  const figure = oracleAccuracy({...both, with: 'allL2', of: 'testAccuracy', at: 'end', command: 'npm run findings'});
  for (const width of [720, 320]) {
    const svg = parseSvg(figure?.draw(width) ?? '');
    expect(badNumbers(svg)).toEqual([]);
    const texts = [...svg.querySelectorAll('text')].map(({textContent}) => textContent);
    for (const name of [...CRITERIA, 'tiny on clothes', 'tiny on digits']) expect(texts).toContain(name);
  }
  expect(
    oracleAccuracy({...both, correlations: [], with: 'allL2', of: 'testAccuracy', at: 'end', command: ''})
  ).toBeUndefined();
});
