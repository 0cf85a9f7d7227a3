import {describe, expect, it} from 'vitest';
import {compareSettings} from './compareSettings.ts';
import type {SettledRow} from './documents.ts';
import {curvesOf} from './groupCurves.ts';
import {estimateGroup, groupRows, sweptKeys} from './groupRows.ts';
import {pointsOf} from './pointsOf.ts';
import {sortRows} from './sortRows.ts';
import {summarizeSweeps} from './summarizeSweeps.ts';
import {shortNames} from './valueOf.ts';

function run(seed: number, point: Readonly<Record<string, unknown>>, more: Partial<SettledRow> = {}): SettledRow {
  const id = `${Object.values(point).join('-')}-s${seed}`;
  const begun = `2026-01-0${seed + 1}T00:00:00.000Z`;
  return {sweep: 'study', id, status: 'finished', seed, point, begun, attempts: 1, ...more};
}

describe('sorting', () => {
  const rows = [run(0, {a: 'b10'}), run(1, {a: 'b9'}), run(2, {}), run(3, {a: 7}), run(4, {a: 12})];
  const seeds = (by: string) => sortRows(rows, by).map(({seed}) => seed);

  it('puts numbers before texts, numbers in texts by their size, and what is missing last, both ways', () => {
    expect(seeds('a')).toEqual([3, 4, 1, 0, 2]);
    expect(seeds('-a')).toEqual([0, 1, 4, 3, 2]);
  });

  it('keeps the order where there is nothing to sort by', () => {
    expect(seeds('unknown')).toEqual([0, 1, 2, 3, 4]);
  });
});

describe('groups', () => {
  it('are in the order of criteria, and named by the shortest names that tell keys apart', () => {
    const rows = ['random', 'taylor'].flatMap(criterion =>
      [0.1, 0.01].map(lr => run(0, {'prune.criterion': criterion, 'prune.lr': lr, 'train.lr': 1}))
    );
    const labels = groupRows(rows, ['prune.criterion', 'prune.lr', 'train.lr']).map(({label}) => label);
    expect(labels).toEqual([
      'taylor, prune.lr=0.01, train.lr=1',
      'taylor, prune.lr=0.1, train.lr=1',
      'random, prune.lr=0.01, train.lr=1',
      'random, prune.lr=0.1, train.lr=1'
    ]);
    expect(groupRows(rows, []).map(({label, rows: members}) => [label, members.length])).toEqual([['all runs', 4]]);
  });

  it('name the sweep of a run only where there are several', () => {
    const rows = [run(0, {a: 1}), run(1, {a: 1})];
    expect(groupRows(rows, ['run']).map(({label}) => label)).toEqual(['1-s0', '1-s1']);
    const twins = [run(0, {a: 1}), run(0, {a: 1}, {sweep: 'again'})];
    expect(groupRows(twins, ['run']).map(({label}) => label)).toEqual(['study/1-s0', 'again/1-s0']);
  });

  it('average the runs of a seed before seeds, and count finished runs alone', () => {
    const rows = [
      run(0, {a: 1}, {metric: 0.2}),
      run(0, {a: 2}, {metric: 0.4}),
      run(1, {a: 1}, {metric: 0.5}),
      run(2, {a: 1}, {metric: 99, status: 'failed'})
    ];
    const [group] = groupRows(rows, []);
    const {estimates, runs, finished, pooled} = estimateGroup(group!);
    // seeds 0.3 and 0.5: mean 0.4; t(0.975; 1) = 12.7062, deviation 0.141421: half width 1.270620
    expect(estimates.metric?.value).toBeCloseTo(0.4, 12);
    expect(estimates.metric?.n).toBe(2);
    expect(estimates.metric?.high).toBeCloseTo(0.4 + 1.27062, 5);
    expect([runs, finished, pooled]).toEqual([4, 3, ['a']]);
  });

  it('have no interval over one seed', () => {
    const {estimates} = estimateGroup(groupRows([run(0, {}, {flops: 0.5})], [])[0]!);
    expect(estimates).toEqual({flops: {value: 0.5, n: 1}});
  });

  it('tell which keys were swept', () => {
    expect(sweptKeys([run(0, {a: 1, b: [1]}), run(1, {a: 2, b: [1]})])).toEqual([
      {key: 'a', values: 2},
      {key: 'b', values: 1}
    ]);
    expect([...shortNames(['prune.lr', 'train.lr', 'seed']).values()]).toEqual(['prune.lr', 'train.lr', 'seed']);
  });
});

describe('curves', () => {
  const metrics = [
    {step: 0, updates: 0, flops: 200, units: 8, testAccuracy: 0.9},
    {step: 1, updates: 5, flops: 150, units: 6, testAccuracy: 'NaN'},
    {step: 2, updates: 10, flops: 100, units: 4, testAccuracy: 0.7}
  ];

  it('show sizes as shares of the start, and leave out what is not finite', () => {
    expect(pointsOf(metrics, 'flops', 'testAccuracy')).toEqual([
      {x: 1, y: 0.9},
      {x: 0.5, y: 0.7}
    ]);
    expect(pointsOf(metrics, 'updates', 'units').map(({y}) => y)).toEqual([1, 0.75, 0.5]);
    expect(pointsOf([], 'flops', 'testAccuracy')).toEqual([]);
  });

  it('of a lone run are their own mean, from little to much', () => {
    const {mean} = curvesOf(groupRows([run(0, {})], [])[0]!, () => metrics, {x: 'flops', y: 'testAccuracy'});
    expect(mean).toEqual([
      {x: 0.5, value: 0.7, n: 1},
      {x: 1, value: 0.9, n: 1}
    ]);
  });

  it('of several runs average seeds on the range that all have reached', () => {
    const rows = [run(0, {}), run(1, {})];
    const group = groupRows(rows, [])[0]!;
    const {mean, runs} = curvesOf(group, ({seed}) => metrics.slice(0, seed === 0 ? 3 : 1), {
      x: 'flops',
      y: 'testAccuracy'
    });
    expect(runs.map(({points}) => points.length)).toEqual([2, 1]);
    expect(mean.map(({x, n}) => [x, n])).toEqual([[1, 2]]);
  });
});

it('compares settings by dotted key, and tells "not set" from every value', () => {
  const settings = [{prune: {lr: 1, units: ['a']}, seed: 0}, {prune: {lr: 1, units: ['b']}}];
  expect(compareSettings(settings)).toEqual({
    differing: [
      {key: 'prune.units', values: ['["a"]', '["b"]']},
      {key: 'seed', values: ['0', null]}
    ],
    same: 1
  });
});

it('knows the best run of a sweep by its goal', () => {
  const rows = [1, 2, 3].map(seed => run(seed, {}, {metric: seed, metricName: 'testLoss', goal: 'minimize'}));
  expect(summarizeSweeps(rows)[0]).toMatchObject({total: 3, seeds: 3, best: {value: 1}, metricName: 'testLoss'});
  const mixed = [...rows, run(4, {}, {metric: 5, metricName: 'other', goal: 'maximize'})];
  expect(summarizeSweeps(mixed)[0]).not.toHaveProperty('best');
});
