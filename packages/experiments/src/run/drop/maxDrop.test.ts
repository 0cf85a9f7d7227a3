import {mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {beforeAll, describe, expect, it} from 'vitest';
import {evaluateModel} from '../../jobs/evaluateModel.ts';
import {pruneModel} from '../../jobs/pruneModel.ts';
import {replayModel} from '../../jobs/replayModel.ts';
import {readLines} from '../../runs/lines.ts';
import {readMeta} from '../../runs/meta.ts';
import {expectedBytes, fresh, leftovers} from '../../testing/checkpointStudies.ts';
import {resultBytes} from '../../testing/resultBytes.ts';
import type {MetricsRow, RunResult} from '../runResult.ts';
import type {JudgedDrop} from './keptNetwork.ts';

beforeAll(() => startEngine({onNotice: () => undefined}));

const study = (
  prune: string,
  validation = 200
) => `dataset: {name: digits, train: 400, test: 40, validation: ${validation}}
model: {zoo: lenet}
train: {epochs: 3, lr: 0.02}
prune: {${prune}}
scores: {examples: 16}
`;

const STOPS = study('unitsPerStep: 10, updates: 2, lr: 0.005, until: {maxDrop: {points: 12}}');

interface Line {
  readonly step: number;
  readonly judged: JudgedDrop;
}

async function finished(text: string) {
  const one = await fresh(text);
  expect(await one.attempt()).toEqual({status: 'finished'});
  const lines = <T>(name: string) => readLines(join(one.run.folder, `${name}.jsonl`)) as Promise<readonly T[]>;
  const result = JSON.parse(await readFile(join(one.run.folder, 'result.json'), 'utf8')) as RunResult;
  const [history, metrics] = [await lines<Line>('history'), await lines<MetricsRow>('metrics')];
  return {...one, result, history, metrics, stopped: result.stopped!};
}

describe('pruning until a drop', () => {
  it('ends with the last network whose bound was within it', async () => {
    const tensors = tf.memory().numTensors;
    const {run, result, history, metrics, stopped} = await finished(STOPS);
    expect(tf.memory().numTensors).toBe(tensors);
    const {kept, failed} = stopped;
    expect(stopped).toMatchObject({
      by: 'maxDrop',
      metric: 'validationAccuracy',
      points: 12,
      confidence: 0.95,
      examples: 200
    });
    expect(kept.step).toBeGreaterThan(0);
    expect(kept.bound).toBeLessThanOrEqual(12);
    expect(failed!.step).toBe(kept.step + 1);
    expect(failed!.bound).toBeGreaterThan(12);
    expect(failed!.units).toBe(result.after.units - 10);
    // What was undone is told nowhere else.
    expect(history.map(({step}) => step)).toEqual(Array.from({length: kept.step}, (_, i) => i + 1));
    expect(history.at(-1)!.judged).toEqual({drop: kept.drop, bound: kept.bound});
    for (const {judged} of history) expect(judged.bound).toBeLessThanOrEqual(12);
    expect(metrics.at(-1)).toMatchObject({...result.after, step: kept.step, updates: 2 * (kept.step + 1)});
    expect(kept.drop).toBeCloseTo(100 * (result.before.validationAccuracy - result.after.validationAccuracy), 9);
    const {accuracy} = await evaluateModel(join(run.folder, 'model'), 'digits', {split: 'test'});
    expect(accuracy).toBeGreaterThan(0.2);
  });

  it('comes to the same bytes when it is stopped at every boundary', async () => {
    const expected = await expectedBytes(STOPS);
    const {root, attemptPart} = await fresh(STOPS);
    const tensors = tf.memory().numTensors;
    const ends: string[] = [];
    while (ends.at(-1) !== 'finished') {
      ends.push((await attemptPart()).status);
      expect(tf.memory().numTensors).toBe(tensors);
    }
    expect(ends.length).toBeGreaterThanOrEqual(4);
    expect(await resultBytes(root)).toEqual(expected);
    expect(await leftovers(root)).toEqual([]);
  });

  it('keeps the unpruned network where the first step costs too much', async () => {
    const {root, run, result, history, metrics, stopped} = await finished(
      study('criterion: random, unitsPerStep: 60, updates: 1, until: {maxDrop: {points: 3}}')
    );
    expect(stopped).toMatchObject({by: 'maxDrop', kept: {step: 0, drop: 0, bound: 0}, failed: {step: 1, units: 10}});
    expect(result.after).toEqual(result.before);
    expect([history, metrics.length]).toEqual([[], 1]);
    const meta = await readMeta(run.folder);
    const weights = (folder: string) => readFile(join(folder, 'model', 'weights.bin'));
    expect(await weights(run.folder)).toEqual(await weights(join(root, '.stages', meta!.stages.base!)));
  });

  it('ends at a size where that comes first, and at floors where neither comes', async () => {
    const sized = await finished(study('unitsPerStep: 5, updates: 1, until: {units: 0.9, maxDrop: {points: 50}}'));
    expect(sized.stopped).toMatchObject({by: 'units', kept: {step: 2}});
    expect(sized.stopped).not.toHaveProperty('failed');
    expect(sized.result.after.units).toBe(63);
    const free = await finished(
      study(
        'criterion: weight, unitsPerStep: 30, updates: 1, floor: 10, until: {maxDrop: {metric: validationWorstClassAccuracy, points: 99.9}}'
      )
    );
    expect(free.stopped).toMatchObject({by: 'floor', metric: 'validationWorstClassAccuracy'});
    expect(free.result.after.units).toBe(20);
  });

  it('is refused where validation examples are too few to tell', async () => {
    const {attempt} = await fresh(study('updates: 1, until: {maxDrop: {points: 2.5}}', 20));
    const {status, error} = await attempt();
    expect(status).toBe('failed');
    expect(error).toBe(
      'Expected a drop of validationAccuracy that 20 validation examples can rule out, got 2.5 points: ' +
        'even if no answer changes it may be 11.92 (95 % confidence). Take more validation examples or allow more points.'
    );
  });

  it('can be replayed to the same bytes from what it logs', async () => {
    const {root, run} = await finished(STOPS);
    const meta = await readMeta(run.folder);
    const out = await mkdtemp(join(tmpdir(), 'espalier-test-'));
    const base = join(root, '.stages', meta!.stages.base!, 'model');
    const options = {unitsPerStep: 14, updates: 2, lr: 0.005};
    const pruned = await pruneModel(base, 'digits', {...options, until: 'drop=6', out: join(out, 'pruned')});
    expect(pruned.stopped).toMatchObject({by: 'maxDrop', points: 6, metric: 'validationAccuracy'});
    expect(pruned.steps).toBe(pruned.stopped!.kept.step);
    expect(pruned.steps).toBeGreaterThan(0);
    const again = await replayModel(join(out, 'pruned'), base, {out: join(out, 'again')});
    expect(again).toMatchObject({steps: pruned.steps, units: pruned.units, same: true});
  });
});
