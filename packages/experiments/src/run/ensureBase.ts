import {rm} from 'node:fs/promises';
import {join} from 'node:path';
import {countFlops, countParameters, evaluate, trainNetwork, type Network, type TrainEpoch} from '@espalier/core';
import type {DataSet} from '@espalier/datasets';
import {describeNetwork} from '../jobs/describeNetwork.ts';
import {checkFit} from '../jobs/checkFit.ts';
import {using} from '../jobs/withModel.ts';
import {loadModel} from '../models/loadModel.ts';
import {saveModel} from '../models/saveModel.ts';
import {buildZooNetwork} from '../models/zoo/index.ts';
import {recordJson} from '../runs/canonicalJson.ts';
import {engineIdentity} from '../runs/runKey.ts';
import {ensureStage, stageKey, type Stage} from '../runs/stages.ts';
import {writeAtomically, writeJson} from '../runs/writeAtomically.ts';
import {RESULTS_VERSION} from '../version.ts';
import {createCheckpointer} from './checkpointer.ts';
import {throwIfAborted} from './events.ts';
import type {PlannedRun} from './planSweep.ts';
import type {RunContext} from './runContext.ts';
import {resumeTraining, writeTraining, type TrainingFile} from './trainCheckpoint.ts';

/** The trained network that pruning starts from: `model/`, `training.jsonl` and `metrics.json`. Shared by criteria. */
export async function ensureBase(run: PlannedRun, context: RunContext): Promise<Stage> {
  const {settings, seed} = run.config;
  const {digests} = run.inputs;
  const {model, train, dataset} = run.inputs.settings;
  const isFixed = settings.model.path !== undefined && train.epochs === 0;
  const inputs = {
    results: RESULTS_VERSION,
    engine: engineIdentity(context.engine),
    data: digests.data,
    validation: dataset.validation,
    model,
    weights: digests.weights,
    train: isFixed ? {} : train,
    seed: isFixed ? 0 : seed
  };
  const {onProgress, store} = context;
  const key = stageKey('base', inputs);
  return ensureStage(store, {
    kind: 'base',
    inputs,
    resumable: true,
    make: folder => makeBase({folder, key}, run, context),
    onWait: () => onProgress?.({kind: 'stage', stage: 'base', state: 'waiting'})
  });
}

type Making = Pick<Stage, 'folder' | 'key'>;

async function makeBase({folder, key}: Making, run: PlannedRun, context: RunContext): Promise<void> {
  const {settings, seed} = run.config;
  const data = await context.openData(settings, seed);
  const network = await startingNetwork(run, data);
  const checkpoint = {path: join(folder, 'checkpoint'), key};
  await using(network, async () => {
    const history = await train(network, data, run, {...context, checkpoint});
    const test = await evaluate(network, data.test);
    const validation = await evaluate(network, data.validation);
    await saveModel(network, join(folder, 'model'));
    await writeAtomically(join(folder, 'training.jsonl'), history.map(epoch => `${recordJson(epoch)}\n`).join(''));
    await writeJson(join(folder, 'inspection.json'), describeNetwork(network));
    await writeJson(join(folder, 'metrics.json'), {
      format: 'espalier.base/1',
      seed,
      parameters: countParameters(network),
      flops: countFlops(network),
      validation,
      test
    });
    await rm(checkpoint.path, {force: true});
  });
}

async function startingNetwork({config}: PlannedRun, data: DataSet): Promise<Network> {
  const {zoo = '', path, width} = config.settings.model;
  if (path === undefined)
    return buildZooNetwork(zoo, {inputShape: data.shape, classes: data.classes, width, seed: config.seed});
  const {network} = await loadModel(path);
  checkFit(network, data.train, {model: path, data: data.name});
  return network;
}

interface TrainContext extends RunContext {
  readonly checkpoint: TrainingFile;
}

/** Trains, from where an earlier attempt at the stage came to; a checkpoint is written behind epochs. */
async function train(
  network: Network,
  data: DataSet,
  {config}: PlannedRun,
  {checkpoint, ...context}: TrainContext
): Promise<readonly TrainEpoch[]> {
  const {boundary} = createCheckpointer(context);
  const {signal, onProgress} = context;
  return trainNetwork(network, data.train, {
    ...config.settings.train,
    seed: config.seed,
    validation: data.validation,
    onUpdate: (done, total) => {
      throwIfAborted(signal);
      onProgress?.({kind: 'stage', stage: 'base', state: 'working', done, total});
    },
    onBoundary: one => boundary(() => writeTraining(checkpoint, network, one)),
    resume: await resumeTraining(checkpoint, network, context)
  });
}
