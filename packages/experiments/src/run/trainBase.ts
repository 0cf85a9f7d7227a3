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
  readonly head?: {readonly validation: Evaluation; readonly test: Evaluation; readonly lr?: ChosenRate};
  readonly lr?: ChosenRate;
}

const CHECKPOINT = 'checkpoint';

/**
 * Trains a network in place as settings say: its head alone first, then all of it, each by one learning rate or by the best
 * of several. Each of these parts goes on from where an earlier attempt at the stage came to.
 */
export async function trainBase(network: Network, options: TrainBaseOptions): Promise<TrainedBase> {
  const {data, train} = options;
  const {head, lr, ...settings} = train;
  const trainedHead = head && (await trainHead(network, {...options, settings: {...settings, ...head}}));
  const all = {network, train: data.train, validation: data.validation};
  const trained = await trainByRate(all, {...options, settings: {...settings, lr}});
  return {history: trained.history, ...(trainedHead && {head: trainedHead}), ...(trained.lr && {lr: trained.lr})};
}

/** Trains the last layer alone, in place, and tells what the network comes to by that. */
async function trainHead(network: Network, options: RatedOptions): Promise<NonNullable<TrainedBase['head']>> {
  const {data} = options;
  const split = splitHead(network);
  const [train, validation] = [data.train, data.validation].map(split.features) as [Examples, Examples];
  let trained: TrainedPart;
  try {
    trained = await trainByRate({network: split.head, train, validation}, {...options, name: 'head'});
  } finally {
    split.join();
  }
  const metrics = ['balancedAccuracy'] as const;
  return {
    validation: await evaluate(network, data.validation, {metrics}),
    test: await evaluate(network, data.test, {metrics}),
    ...(trained.lr && {lr: trained.lr})
  };
}

interface TrainedPart {
  readonly history: readonly TrainEpoch[];
  readonly lr?: ChosenRate;
}

/** Trains by the learning rate, or by the one of several that does best on validation examples. */
async function trainByRate(part: Part, {settings, name, ...options}: RatedOptions): Promise<TrainedPart> {
  const {lr: rate, ...others} = settings;
  const named = name === undefined ? {} : {name};
  if (typeof rate === 'number') {
    return {history: await trainPart(part, {...options, ...named, settings: {...others, lr: rate}})};
  }
  const prefix = name === undefined ? '' : `${name}-`;
  const {history, ...lr} = await chooseRate(part.network, rate.choose, {
    validation: part.validation,
    train: (network, lr) =>
      trainPart({...part, network}, {...options, settings: {...others, lr}, name: `${prefix}lr-${lr}`})
  });
  return {history, lr};
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

interface RatedOptions extends TrainBaseOptions {
  readonly settings: Omit<Settings['train'], 'head'>;
  /** Where the training has several parts. */
  readonly name?: string;
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
