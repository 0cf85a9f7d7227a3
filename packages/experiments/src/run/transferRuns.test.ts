import {readFile} from 'node:fs/promises';
import {join} from 'node:path';
import {startEngine, tf} from '@espalier/backend';
import type {LabeledExamples} from '@espalier/datasets';
import {beforeAll, describe, expect, it} from 'vitest';
import {loadModel} from '../models/loadModel.ts';
import {readMeta} from '../runs/meta.ts';
import {expectedBytes, fresh, leftovers, study, type StoredRun} from '../testing/checkpointStudies.ts';
import {resultBytes} from '../testing/resultBytes.ts';
import {startingNetwork} from './startingNetwork.ts';
import type {TrainedBase} from './trainBase.ts';

const PRUNE = 'unitsPerStep: all, updates: 1, until: {units: 0.9}';

beforeAll(async () => {
  await startEngine({onNotice: () => undefined});
});

interface BaseMetrics extends Omit<TrainedBase, 'history'> {
  readonly validation: {readonly loss: number; readonly accuracy: number};
}

async function finished(text: string): Promise<StoredRun & {stages: Readonly<Record<string, string>>}> {
  const one = await fresh(text);
  expect(await one.attempt()).toEqual({status: 'finished'});
  return {...one, stages: (await readMeta(one.run.folder))!.stages as Record<string, string>};
}

async function metricsOf(root: string, stage: string | undefined): Promise<BaseMetrics> {
  return JSON.parse(await readFile(join(root, '.stages', stage ?? '', 'metrics.json'), 'utf8')) as BaseMetrics;
}

describe('training the head first', () => {
  it('records the network with its head alone trained, as one of no further epochs is', async () => {
    const head = 'head: {epochs: 3, lr: 0.05}, lr: 0.02';
    const alone = await finished(study({prune: PRUNE, train: head}).replace('epochs: 2, ', 'epochs: 0, '));
    const both = await finished(study({prune: PRUNE, train: head}));
    const [first, second] = [
      await metricsOf(alone.root, alone.stages.base),
      await metricsOf(both.root, both.stages.base)
    ];
    expect(second.head).toEqual(first.head);
    expect(first.head?.validation).toMatchObject(first.validation);
    expect(first.head?.validation.balancedAccuracy).toBeGreaterThan(0);
    expect(second.validation.loss).toBeLessThan(first.validation.loss);
  });

  it('takes the rate of the head, too, that does best on validation examples', async () => {
    const head = (lr: string) => study({prune: PRUNE, train: `head: {epochs: 3, lr: ${lr}}, lr: 0.02`});
    const chosen = await finished(head('{choose: [1.0e-6, 0.002, 1.0e+9]}'));
    const single = await finished(head('0.002'));
    const [metrics, alone] = [
      await metricsOf(chosen.root, chosen.stages.base),
      await metricsOf(single.root, single.stages.base)
    ];
    const {lr, ...after} = metrics.head!;
    expect(after).toEqual(alone.head);
    expect(metrics.validation).toEqual(alone.validation);
    expect(lr?.chosen).toBe(0.002);
    const [low, middle, diverged] = lr!.candidates;
    expect(middle?.validationLoss).toBe(after.validation.loss);
    expect(low?.validationLoss).toBeGreaterThan(after.validation.loss);
    expect(diverged).toEqual({lr: 1e9});
  });
});

describe('choosing a learning rate', () => {
  it('keeps the one with the lowest validation loss, which is what training by it alone comes to', async () => {
    const chosen = await finished(study({prune: PRUNE, train: 'lr: {choose: [1.0e-4, 0.05, 1.0e+6]}'}));
    const single = await finished(study({prune: PRUNE, train: 'lr: 0.05'}));
    const [metrics, alone] = [
      await metricsOf(chosen.root, chosen.stages.base),
      await metricsOf(single.root, single.stages.base)
    ];
    expect(metrics.validation).toEqual(alone.validation);
    expect(metrics.lr?.chosen).toBe(0.05);
    const [low, middle, diverged] = metrics.lr!.candidates;
    expect(middle).toEqual({
      lr: 0.05,
      validationLoss: alone.validation.loss,
      validationAccuracy: alone.validation.accuracy
    });
    expect(low?.validationLoss).toBeGreaterThan(alone.validation.loss);
    expect(diverged).toEqual({lr: 1e6});
  });

  it('fails where none of them trains', async () => {
    const one = await fresh(study({prune: PRUNE, train: 'lr: {choose: [1.0e+6, 1.0e+7]}'}));
    expect((await one.attempt()).error).toBe(
      'Expected the loss to stay finite by one of the learning rates 1000000, 10000000, got none. Lower them.'
    );
  });
});

describe('training on other data first', () => {
  const pretrain = 'pretrain: {dataset: {name: digits, train: 60, test: 20, validation: 10}, train: {epochs: 1}}';

  it('is a stage of its own, that of a run on those data; the head is new', async () => {
    const one = await finished(study({model: `{zoo: lenet, ${pretrain}}`, prune: PRUNE}));
    expect(one.stages.pretrained).toMatch(/^base-/);
    const plain = await finished(
      `dataset: {name: digits, train: 60, test: 20, validation: 10}\nmodel: {zoo: lenet}\ntrain: {epochs: 1}\nprune: {${PRUNE}}`
    );
    expect(plain.stages.base).toBe(one.stages.pretrained);
    const folder = join(one.root, '.stages', one.stages.pretrained!);
    const {network: source} = await loadModel(join(folder, 'model'));
    const data = {name: 'digits', shape: [8, 8, 1], classes: 4, train: {} as LabeledExamples};
    const start = await startingNetwork(one.run.config, data, {folder});
    const same = (name: string) =>
      tf.tidy(() => start.weights.get(name)!.dataSync().join() === source.weights.get(name)!.dataSync().join());
    expect([...start.weights.keys()].filter(name => !same(name))).toEqual(['logits/kernel', 'logits/bias']);
    expect(start.weights.get('logits/kernel')?.shape.at(-1)).toBe(4);
    tf.dispose([...start.weights.values(), ...source.weights.values()]);
  });

  it('comes to the same bytes with everything together, stopped at every boundary', async () => {
    const text = study({
      model: `{zoo: lenet, ${pretrain}}`,
      prune: PRUNE,
      train: 'head: {epochs: 2, lr: 0.05}, lr: {choose: [0.05, 0.001]}'
    });
    const expected = await expectedBytes(text);
    const {root, attemptPart} = await fresh(text);
    const tensors = tf.memory().numTensors;
    const ends: string[] = [];
    while (ends.at(-1) !== 'finished') {
      ends.push((await attemptPart()).status);
      expect(tf.memory().numTensors).toBe(tensors);
    }
    // An epoch before, two of the head, two by each rate, the removal.
    expect(ends.length).toBeGreaterThanOrEqual(8);
    expect(await resultBytes(root)).toEqual(expected);
    expect(await leftovers(root)).toEqual([]);
  });

  it('is refused where the data have other shapes', async () => {
    const text = study({model: `{zoo: lenet, ${pretrain}}`, prune: PRUNE}).replace(
      'name: digits',
      'name: fashion-mnist'
    );
    const one = await fresh(text);
    expect((await one.attempt()).error).toMatch(
      /^Expected the data of model\.pretrain to have examples of the shape of/
    );
  });
});
