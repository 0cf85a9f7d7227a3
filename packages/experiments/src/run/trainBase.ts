import {readdir, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {
  evaluate,
  splitHead,
  trainNetwork,
  type Evaluation,
  type Examples,
  type Network,
  type TrainEpoch
} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import type {Settings} from '../schema/experiment.ts';
import type {Stage} from '../runs/stages.ts';
import {createCheckpointer} from './checkpointer.ts';
import {chooseRate, type ChosenRate} from './chooseRate.ts';
import {throwIfAborted} from './events.ts';
import type {RunContext} from './runContext.ts';
import {resumeTraining, writeTraining} from './trainCheckpoint.ts';

export interface TrainBaseOptions {
  readonly data: DataSet;
  readonly train: Settings['train'];
  readonly seed: number;
  readonly context: RunContext;
  /** The stage in the making, where checkpoints go. */
  readonly stage: Pick<Stage, 'folder' | 'key'>;
}

export interface TrainedBase {
  /** Of the last part of the training, in which all layers take part. */
  readonly history: readonly TrainEpoch[];
  /** The network when its head alone had been trained. */
  readonly head?: {readonly validation: Evaluation; readonly test: Evaluation};
  readonly lr?: ChosenRate;
}

const CHECKPOINT = 'checkpoint';

/**
 * Trains a network in place as settings say: its head alone first, then all of it, by one learning rate or by the best of
 * several. Each of these parts goes on from where an earlier attempt at the stage came to.
 */
export async function trainBase(network: Network, options: TrainBaseOptions): Promise<TrainedBase> {
  const {data, train} = options;
  const {head: headSettings, lr: rate, ...settings} = train;
  const all = {network, train: data.train, validation: data.validation};
  let head: TrainedBase['head'];
  if (headSettings) {
    const split = splitHead(network);
    const [train, validation] = [data.train, data.validation].map(split.features) as [Examples, Examples];
    const part = {network: split.head, train, validation};
    try {
      await trainPart(part, {...options, settings: {...settings, ...headSettings}, name: 'head'});
    } finally {
      split.join();
    }
    const metrics = ['balancedAccuracy'] as const;
    head = {
      validation: await evaluate(network, data.validation, {metrics}),
      test: await evaluate(network, data.test, {metrics})
    };
  }
  if (typeof rate === 'number') {
    return {history: await trainPart(all, {...options, settings: {...settings, lr: rate}}), ...(head && {head})};
  }
  const {history, ...lr} = await chooseRate(network, rate.choose, {
    validation: data.validation,
    train: (candidate, lr) =>
      trainPart({...all, network: candidate}, {...options, settings: {...settings, lr}, name: `lr-${lr}`})
  });
  return {history, ...(head && {head}), lr};
}

/** Removes the checkpoints of a training that is done. */
export async function removeTrainingCheckpoints(folder: string): Promise<void> {
  const names = (await readdir(folder)).filter(name => name.startsWith(CHECKPOINT));
  await Promise.all(names.map(name => rm(join(folder, name), {force: true})));
}

interface Part {
  readonly network: Network;
  readonly train: Examples;
  readonly validation: Examples;
}

interface PartOptions extends TrainBaseOptions {
  readonly settings: Omit<Settings['train'], 'lr' | 'head'> & {readonly lr: number};
  /** Where the training has several parts. */
  readonly name?: string;
}

/** Trains, from where an earlier attempt at the stage came to; a checkpoint is written behind epochs. */
async function trainPart(
  part: Part,
  {settings, seed, context, stage, name}: PartOptions
): Promise<readonly TrainEpoch[]> {
  const {network, train, validation} = part;
  const file = {path: join(stage.folder, name === undefined ? CHECKPOINT : `${CHECKPOINT}-${name}`), key: stage.key};
  const {boundary} = createCheckpointer(context);
  const {signal, onProgress} = context;
  const history = await trainNetwork(network, train, {
    ...settings,
    seed,
    validation,
    onUpdate: (done, total) => {
      throwIfAborted(signal);
      onProgress?.({kind: 'stage', stage: 'base', state: 'working', done, total});
    },
    onBoundary: one => boundary(() => writeTraining(file, network, one)),
    resume: await resumeTraining(file, network, context)
  });
  // What comes next may be cut off, too.
  if (name !== undefined) await writeTraining(file, network, {history, optimizer: {updates: 0, slots: []}});
  return history;
}
