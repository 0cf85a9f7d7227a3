import {describe, expect, it} from 'vitest';
import {analyseVariance, type Observation} from './analyseVariance.ts';
import {fTail} from './fTail.ts';

/** Life of batteries by material and temperature (Montgomery, Design and Analysis of Experiments, 5.3). */
const BATTERIES = [
  [[130, 155, 74, 180], [34, 40, 80, 75], [20, 70, 82, 58]],
  [[150, 188, 159, 126], [136, 122, 106, 115], [25, 70, 58, 45]],
  [[138, 110, 168, 160], [174, 120, 150, 139], [96, 104, 82, 60]]
]; // prettier-ignore

/** Grafts by pressure, in batches of resin as blocks (the same, 4.1). */
const GRAFTS = [
  [90.3, 89.2, 98.2, 93.9, 87.4, 97.9],
  [92.5, 89.5, 90.6, 94.7, 87.0, 95.8],
  [85.5, 90.8, 89.6, 86.2, 88.0, 93.4],
  [82.5, 89.5, 85.6, 87.4, 78.9, 90.7]
];

const batteries = BATTERIES.flatMap((rows, material) =>
  rows.flatMap((lives, temperature) => lives.map(value => ({levels: [`${material}`, `${temperature}`], value})))
);
const grafts = GRAFTS.flatMap((yields, pressure) =>
  yields.map((value, batch): Observation => ({levels: [`${pressure}`], block: `${batch}`, value}))
);

describe('analyseVariance', () => {
  it('gives the textbook’s table of two factors and their interaction', () => {
    const [material, temperature, both, error, ...none] = analyseVariance(batteries);
    expect(none).toEqual([]);
    const rows = [material, temperature, both, error];
    const squares = [10683.72, 39118.72, 9613.78, 18230.75];
    rows.forEach((row, i) => expect(row!.squares).toBeCloseTo(squares[i]!, 1));
    expect(rows.map(row => row!.degrees)).toEqual([2, 2, 4, 27]);
    [7.91, 28.97, 3.56].forEach((f, i) => expect(rows[i]!.f).toBeCloseTo(f, 2));
    expect(both!.p).toBeCloseTo(0.0186, 4);
    expect(both!.factors).toEqual([0, 1]);
    expect(rows.reduce((sum, row) => sum + row!.share, 0)).toBeCloseTo(1, 12);
  });

  it('gives the textbook’s table with blocks', () => {
    const [pressure, batch, error] = analyseVariance(grafts);
    [178.17, 192.25, 109.89].forEach((squares, i) =>
      expect([pressure, batch, error][i]!.squares).toBeCloseTo(squares, 1)
    );
    expect([pressure, batch, error].map(row => [row!.kind, row!.degrees])).toEqual([
      ['effect', 3],
      ['block', 5],
      ['residual', 15]
    ]);
    expect(pressure!.f).toBeCloseTo(8.11, 2);
    expect(pressure!.p).toBeCloseTo(0.0019, 4);
    expect(batch!.f).toBeUndefined();
  });

  it('finds an interaction of three alone where nothing else is', () => {
    const signs = ['0', '1'];
    const cube = signs.flatMap(a => signs.flatMap(b => signs.map(c => [a, b, c])));
    const rows = cube.flatMap(levels =>
      [0.01, -0.01].map(noise => ({levels, value: noise + (levels.filter(one => one === '1').length % 2)}))
    );
    const found = analyseVariance(rows).filter(({share}) => share > 0.01);
    expect(found.map(({factors}) => factors)).toEqual([[0, 1, 2]]);
  });

  it('refuses what is not balanced', () => {
    expect(() => analyseVariance(batteries.slice(1))).toThrow(
      'Expected combinations to be measured equally often, got 3 and 4 times (0, 0).'
    );
    expect(() => analyseVariance(batteries.slice(4))).toThrow(
      'Expected every one of 9 combinations to be measured, got 8.'
    );
    expect(() => analyseVariance(grafts.slice(1))).toThrow('Expected every one of 24 combinations');
  });
});

it('has the tail of the F distribution, small ones too', () => {
  // Tables: the 5 % point of F(2, 10) is 4.103, the 1 % point of F(4, 20) 4.431.
  expect(fTail(4.103, 2, 10)).toBeCloseTo(0.05, 4);
  expect(fTail(4.431, 4, 20)).toBeCloseTo(0.01, 4);
  // With one numerator degree, two tails of Student's t: exactly 1 − 2/π · atan(10⁹) for one denominator degree.
  expect(fTail(1e18, 1, 1) / (2e-9 / Math.PI)).toBeCloseTo(1, 6);
});
