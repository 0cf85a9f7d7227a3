import {expect, it} from 'vitest';
import {costPoints} from '../quantities/costPoints.ts';
import type {RunRecord} from '../records/runRecord.ts';
import {costTable} from '../tables/costTable.ts';
import type {Quantity} from '../tables/table.ts';
import {madeUpRecords} from '../testing/madeUpRecords.ts';
import {badNumbers, parseSvg} from '../testing/parseSvg.ts';
import {costFront} from './costFront.ts';
import {NARROW} from './theme.ts';

/** Two, seven and `all` units a step: 100, 100 and 300 updates, the dearer the better, but for the second. */
const records: RunRecord[] = madeUpRecords()
  .filter(({criterion}) => criterion === 'taylor')
  .flatMap(run =>
    (
      [
        ['2', 100, 0.8],
        ['10', 100, 0.7],
        ['all', 300, 0.85]
      ] as const
    ).map(([units, updates, accuracy]) => {
      const last = {...run.curve.at(-1)!, updates};
      const after = {...last, testAccuracy: accuracy + 0.01 * run.seed, updates: undefined};
      return {
        ...run,
        id: `${units}-${run.seed}`,
        label: `taylor, unitsPerStep=${units}`,
        pruningSeconds: units === '2' ? 4 : 2,
        config: {...run.config, prune: {criterion: 'taylor', unitsPerStep: units}},
        curve: [...run.curve.slice(0, -1), last],
        result: {...run.result, after}
      };
    })
  );
const series = [
  {label: 'steps', where: {'prune.unitsPerStep': ['2', '10']}},
  {label: 'at once', where: {'prune.unitsPerStep': 'all'}}
];

it('has a point a setting: quality at the end, and all updates', () => {
  const points = costPoints(records, 'testAccuracy', 'updates');
  expect(points.map(({cost, quality}) => [cost.value, quality.value, quality.n])).toEqual([
    [100, expect.closeTo(0.71, 12), 3],
    [100, expect.closeTo(0.81, 12), 3],
    [300, expect.closeTo(0.86, 12), 3]
  ]);
  const timed = costPoints(records, 'testAccuracy', 'pruningTime');
  expect(timed.map(({cost}) => cost.value)).toEqual([2, 4, 2]);
});

it('fills the marks that no other one beats, and stands alone, wide and narrow', () => {
  const figure = costFront({records, metric: 'testAccuracy', against: 'updates', series, command: 'npm run findings'});
  for (const width of [720, NARROW]) {
    const svg = parseSvg(figure?.draw(width) ?? '');
    expect(badNumbers(svg)).toEqual([]);
    expect(svg.querySelector('title')?.textContent).toBe('Test accuracy against fine-tuning updates');
    const hollow = [...svg.querySelectorAll('[stroke-width="1.5"]')].filter(
      mark => mark.getAttribute('fill') === '#ffffff'
    );
    expect(hollow).toHaveLength(1);
  }
  expect(costFront({records: [], metric: 'testAccuracy', against: 'updates', series, command: ''})).toBeUndefined();
});

it('has seconds on its other axis, where runs tell them', () => {
  const options = {metric: 'testAccuracy', against: 'pruningTime', series, command: 'npm run findings'} as const;
  const figure = costFront({records, ...options});
  const svg = parseSvg(figure?.draw() ?? '');
  expect(badNumbers(svg)).toEqual([]);
  expect(svg.querySelector('title')?.textContent).toBe('Test accuracy against time of pruning');
  // All at once is the cheapest and the best.
  const filled = [...svg.querySelectorAll('[stroke-width="1.5"]')].filter(
    mark => mark.getAttribute('fill') !== '#ffffff'
  );
  expect(filled).toHaveLength(1);
  const untimed = records.map(run => ({...run, pruningSeconds: undefined}));
  expect(costFront({records: untimed, ...options})).toBeUndefined();
});

it('tells settings in their order, with differences to one of them paired by seed', () => {
  const settings = [{setting: 'prune.unitsPerStep', name: 'units a step'}];
  const {rows, caption} = costTable({
    ...{records, metric: 'testAccuracy', settings, command: 'npm run findings'},
    baseline: {'prune.unitsPerStep': '10'}
  });
  expect(rows.map(([units]) => units)).toEqual(['2', '10', 'all']);
  const differences = rows.map(row => row[4] as Quantity);
  expect(differences.map(({value}) => value)).toEqual([expect.closeTo(0.1, 12), null, expect.closeTo(0.15, 12)]);
  expect(rows.map(row => (row[2] as Quantity).value)).toEqual([4, 2, 2]);
  // The seeds differ alike, so that nothing is left between them.
  expect(differences[0]!.high! - differences[0]!.low!).toBeCloseTo(0, 12);
  expect(caption).toContain('difference: to units a step 10, paired by seed');
});
