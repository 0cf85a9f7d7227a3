import {expect, it} from 'vitest';
import {describeRun} from './mlflow/describeRun.ts';
import type {ExportedRun} from './exportedRun.ts';
import {toCsv} from './csv.ts';
import {runRow} from './rows.ts';
import {tableOf} from './table.ts';

const quality = {validationLoss: 0.5, validationAccuracy: 0.8, testLoss: 0.6, testAccuracy: 0.7};
const size = {units: 5, parameters: 50, flops: 500};
const CREATED = '2026-01-02T03:04:05.000Z';

const run = {
  ...{sweep: 'made', id: 'taylor-s0', status: 'finished', folder: 'runs/made/taylor-s0', settings: {}},
  meta: {
    ...{key: 'k', seed: 0, point: {}, created: CREATED, heartbeat: CREATED, engine: {name: 'tensorflow', threads: 1}},
    inputs: {digests: {data: 'd'}, settings: {dataset: {name: 'digits'}}},
    latencies: {batch: 1, dense: {milliseconds: 4}, milestones: [{target: {units: 0.5}, milliseconds: 2}]}
  },
  result: {
    ...{format: 'espalier.run/1', criterion: 'taylor', seed: 0, metric: {name: 'm', goal: 'maximize', value: 1}},
    before: {...size, ...quality},
    after: {...size, ...quality},
    milestones: [
      {
        ...{target: {units: 0.5}, step: 3, updates: 40, ...size, ...quality, testAuroc: null},
        controls: {unpruned: {updates: 40, parameters: 100, ...quality, testAccuracy: 0.75}}
      }
    ]
  }
} as unknown as ExportedRun;

it('give a run’s row columns that are named by the milestone', () => {
  const row = runRow(run);
  expect(row.get('milestone.units=0.5.step')).toEqual({value: 3, kind: 'integer'});
  expect(row.get('milestone.units=0.5.testAccuracy')).toEqual({value: 0.7, kind: 'number'});
  expect(row.get('milestone.units=0.5.testAuroc')).toEqual({value: null, kind: 'number'});
  expect(row.get('milestone.units=0.5.milliseconds')).toEqual({value: 2, kind: 'number'});
  expect(row.get('milestone.units=0.5.controls.unpruned.updates')).toEqual({value: 40, kind: 'integer'});
  expect(row.get('milestone.units=0.5.controls.unpruned.testAccuracy')).toEqual({value: 0.75, kind: 'number'});
});

it('stand behind what ended pruning, where a drop of quality may have', () => {
  const stopped = {by: 'maxDrop', points: 2, kept: {step: 3, drop: 1, bound: 1.5}};
  const row = runRow({...run, result: {...run.result, stopped}} as unknown as ExportedRun);
  expect(row.get('stopped.by')).toEqual({value: 'maxDrop'});
  expect(row.get('stopped.kept.bound')).toEqual({value: 1.5});
  expect([...runRow(run).keys()].filter(name => name.startsWith('stopped'))).toEqual([]);
});

it('leave a field empty where a metric has no number, and MLflow without a point', () => {
  expect(toCsv(tableOf([runRow(run)]))).not.toMatch(/NaN|null/);
  const curve = [{step: 0, updates: 0, ...size, ...quality, validationAuroc: null, unitsLeft: {}}];
  const names = describeRun(run, curve, []).metrics.map(({key}) => key);
  expect(names).toContain('validationLoss');
  expect(names.filter(name => name.endsWith('Auroc'))).toEqual([]);
});

it('are points at their step for MLflow', () => {
  const points = describeRun(run, [], []).metrics.filter(({key}) => key.endsWith('testAccuracy'));
  const at = {timestamp: Date.parse(CREATED), step: 3};
  expect(points).toEqual([
    {key: 'milestone.testAccuracy', value: 0.7, ...at},
    {key: 'milestone.controls.unpruned.testAccuracy', value: 0.75, ...at}
  ]);
});
