import {mkdtemp, readFile} from 'node:fs/promises';
import {tmpdir} from 'node:os';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import {buildNetwork, disposeNetwork} from '@espalier/core';
import {beforeAll, describe, expect, it} from 'vitest';
import {saveModel} from '../models/saveModel.ts';
import {readLines} from '../runs/lines.ts';
import {expectedBytes, fresh, leftovers, study, type Study} from '../testing/checkpointStudies.ts';
import {resultBytes} from '../testing/resultBytes.ts';
import type {RunResult} from './runResult.ts';

let model: string;
beforeAll(async () => {
  await startEngine({onNotice: () => undefined});
  model = join(await mkdtemp(join(tmpdir(), 'espalier-test-')), 'normalized');
  const network = buildNetwork({
    name: 'normalized',
    inputShape: [8, 8, 1],
    seed: 0,
    layers: [
      {type: 'Conv2D', name: 'conv1', config: {filters: 8, kernel_size: 3, use_bias: false}},
      {type: 'BatchNormalization', name: 'bn1'},
      {type: 'ReLU', name: 'relu1'},
      {type: 'Dropout', name: 'dropout', config: {rate: 0.3}},
      {type: 'Conv2D', name: 'conv2', config: {filters: 8, kernel_size: 3, activation: 'relu'}},
      {type: 'Flatten', name: 'flatten'},
      {type: 'Dense', name: 'dense', config: {units: 10}}
    ]
  });
  await saveModel(network, model);
  disposeNetwork(network);
});

describe('a run that is stopped at every boundary', () => {
  it.each<[string, Study, number]>([
    ['taylor, eight units a step', {prune: 'unitsPerStep: 8, updates: 2, lr: 0.005, until: {units: 0.5}'}, 9],
    [
      'drawn curvature with a FLOPs penalty',
      {
        prune:
          'criterion: obd, curvature: "sampled:1", flopsLambda: 0.01, unitsPerStep: 20, updates: 2, until: {flops: 0.3}'
      },
      6
    ],
    [
      'by the oracle',
      {
        prune: 'criterion: oracle-abs, unitsPerStep: 20, updates: 1, until: {units: 0.5}',
        more: 'oracle: {examples: 8}'
      },
      6
    ],
    [
      'batch normalization and dropout, towards memory, with many last updates',
      {model: 'MODEL', prune: 'unitsPerStep: 2, updates: 3, finalUpdates: 60, lr: 0.01, until: {memory: 0.7}'},
      8
    ],
    [
      'at random, scored stand-alone',
      {prune: 'criterion: random, unitsPerStep: 15, updates: 0, until: {params: 0.5}'},
      5
    ],
    [
      'trained and pruned by AdamW',
      {
        train: 'optimizer: adamw, lr: 0.002',
        prune: 'optimizer: adamw, unitsPerStep: 10, updates: 2, lr: 0.002, until: {units: 0.7}'
      },
      6
    ],
    [
      'as long as updates are worth it',
      {prune: 'unitsPerStep: 8, updates: 6, autoUpdates: {cost: 0.01}, lr: 0.005, until: {units: 0.5}'},
      6
    ],
    ['all at once', {prune: 'unitsPerStep: all, updates: 2, finalUpdates: 30, until: {units: 0.5}'}, 6]
  ])('comes to the same bytes: %s', async (_name, one, least) => {
    const text = study({...one, model: one.model && `{path: ${model}}`});
    const expected = await expectedBytes(text);
    const {root, run, attemptPart} = await fresh(text);
    const tensors = tf.memory().numTensors;
    const ends: string[] = [];
    while (ends.at(-1) !== 'finished') {
      ends.push((await attemptPart()).status);
      expect(tf.memory().numTensors).toBe(tensors);
    }
    expect(ends.length).toBeGreaterThanOrEqual(least);
    expect(new Set(ends.slice(0, -1))).toEqual(new Set(['interrupted']));
    expect(await resultBytes(root)).toEqual(expected);
    expect(await leftovers(root)).toEqual([]);
    const steps = (await readLines(join(run.folder, 'timings.jsonl'))) as {step: number}[];
    expect(steps.map(({step}) => step)).toEqual(steps.map((_row, i) => i + 1));
  });
});

it('a run towards latency goes on, and measures beside the unpruned network', async () => {
  const {run, attemptPart} = await fresh(
    study({prune: 'unitsPerStep: 20, updates: 1, until: {latency: 0.8}, latencyBatch: 200'})
  );
  const tensors = tf.memory().numTensors;
  while ((await attemptPart()).status !== 'finished') expect(tf.memory().numTensors).toBe(tensors);
  const steps = (await readLines(join(run.folder, 'history.jsonl'))) as {step: number}[];
  expect(steps.map(({step}) => step)).toEqual(steps.map((_row, i) => i + 1));
  const {latency} = JSON.parse(await readFile(join(run.folder, 'result.json'), 'utf8')) as RunResult;
  expect(latency!.ratio).toBeLessThanOrEqual(0.8);
  expect(latency!.before).toBeGreaterThan(latency!.after);
});
