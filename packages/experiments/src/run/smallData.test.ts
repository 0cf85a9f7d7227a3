import {mkdtemp, readFile, writeFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {expect, it} from 'vitest';
import {settingsSchema} from '../schema/experiment.ts';
import {validate} from '../schema/validate.ts';
import type {RunResult} from './runResult.ts';
import {runSweep} from './runSweep.ts';

const study = `dataset: {name: digits, train: 300, validation: 200, test: 20, perClass: 2}
model: {zoo: lenet}
train: {epochs: 1}
prune: {criterion: taylor-signed, updates: 1, batchSize: 4, unitsPerStep: 4, finalUpdates: 0, until: {units: 0.9}}
milestones: {units: [0.9], updates: 1, controls: [unpruned]}
splits: [train]
scores: {stability: true}
`;

const read = async (...path: string[]) => readFile(join(...path), 'utf8');

it('measures the training split where asked for, draws few examples by seed and warns of unstable rankings', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'espalier-small-'));
  const file = join(folder, 'study.yaml');
  await writeFile(file, study);
  const {plan} = await runSweep(file, {dryRun: true, seeds: [0, 1]});
  expect(new Set(plan.map(({inputs}) => inputs.digests.data)).size).toBe(2);
  const {finished} = await runSweep(file, {runs: join(folder, 'runs')});
  expect(finished).toHaveLength(1);
  const run = finished[0]!.folder;
  const result = JSON.parse(await read(run, 'result.json')) as RunResult;
  const [milestone] = result.milestones!;
  for (const row of [result.before, result.after, milestone!, milestone!.controls!.unpruned!]) {
    // 20 examples: accuracies are twentieths.
    expect(row.trainAccuracy! * 20).toBeCloseTo(Math.round(row.trainAccuracy! * 20), 5);
    expect(row.trainLoss).toBeGreaterThan(0);
  }
  const {stages} = JSON.parse(await read(run, 'meta.json')) as {stages: {scores: string}};
  const scores = JSON.parse(await read(folder, 'runs/.stages', stages.scores, 'scores.json')) as {
    criteria: object;
    stability: Record<string, {examples: number}>;
  };
  expect(scores.stability.taylor!.examples).toBe(20);
  expect(Object.keys(scores.criteria)).toContain('weight');
  expect(Object.keys(scores.stability)).not.toContain('weight');
  expect(await read(run, 'stderr.log')).toMatch(/^Unstable ranking by taylor-signed: 4 other examples .*/m);
});

it('leaves keys that are not given out of the settings, so that older records keep theirs', () => {
  const settle = (more: object) =>
    validate(settingsSchema, {dataset: {name: 'digits'}, model: {zoo: 'lenet'}, ...more}, path => path.join('.'));
  const plain = JSON.stringify(settle({}));
  expect(plain).not.toMatch(/splits|perClass|stability/);
  expect(JSON.stringify(settle({splits: [], scores: {stability: false}}))).toBe(plain);
  expect(() => settle({splits: ['validation']})).toThrow('one of train');
  expect(() => settle({dataset: {name: 'digits', perClass: 0}})).toThrow('a whole number of at least 1');
});
