import {join} from 'node:path';
import {countFlops, countParameters, evaluate} from '@espalier/core';
import {describeNetwork} from '../jobs/describeNetwork.ts';
import {using} from '../jobs/withModel.ts';
import {saveModel} from '../models/saveModel.ts';
import {recordJson} from '../runs/canonicalJson.ts';
import {engineIdentity} from '../runs/runKey.ts';
import {ensureStage, stageKey, type Stage, type StageOptions} from '../runs/stages.ts';
import {writeAtomically, writeJson} from '../runs/writeAtomically.ts';
import {RESULTS_VERSION} from '../version.ts';
import type {PlannedRun} from './planSweep.ts';
import {pretrainingRun} from './pretrainingRun.ts';
import type {RunContext} from './runContext.ts';
import {startingNetwork} from './startingNetwork.ts';
import {removeTrainingCheckpoints, trainBase} from './trainBase.ts';

/**
 * The trained network that pruning starts from: `model/`, `training.jsonl` and `metrics.json`. Shared by criteria. What it
 * was trained on before, where settings ask for that, is such a stage, too.
 */
export async function ensureBase(run: PlannedRun, context: RunContext): Promise<Stage> {
  const {onProgress, store, record} = context;
  const inputs = baseInputs(run, context);
  const key = stageKey('base', inputs);
  if (inputs.pretrained !== undefined) {
    record?.note({stages: {...record.meta().stages, pretrained: inputs.pretrained}});
  }
  return ensureStage(store, {
    kind: 'base',
    inputs,
    resumable: true,
    make: folder => makeBase({folder, key}, run, context),
    onWait: () => onProgress?.({kind: 'stage', stage: 'base', state: 'waiting'})
  });
}

/** Everything that decides a base network. */
function baseInputs(run: PlannedRun, context: RunContext): StageOptions['inputs'] & {readonly pretrained?: string} {
  const {settings, seed} = run.config;
  const {digests} = run.inputs;
  const {model: given, train, dataset} = run.inputs.settings;
  const {pretrain: _told, ...model} = given;
  const earlier = pretrainingRun(run);
  const isFixed = settings.model.path !== undefined && train.epochs === 0 && train.head === undefined;
  return {
    results: RESULTS_VERSION,
    engine: engineIdentity(context.engine),
    data: digests.data,
    validation: dataset.validation,
    model,
    weights: digests.weights,
    pretrained: earlier && stageKey('base', baseInputs(earlier, context)),
    train: isFixed ? {} : train,
    seed: isFixed ? 0 : seed
  };
}

type Making = Pick<Stage, 'folder' | 'key'>;

async function makeBase(stage: Making, run: PlannedRun, context: RunContext): Promise<void> {
  const {folder} = stage;
  const {settings, seed} = run.config;
  const earlier = pretrainingRun(run);
  // Noted by who asked for this one.
  const pretrained = earlier && (await ensureBase(earlier, {...context, record: undefined}));
  const data = await context.openData(settings, seed);
  const network = await startingNetwork(run.config, data, pretrained);
  await using(network, async () => {
    const {history, ...recorded} = await trainBase(network, {data, train: settings.train, seed, context, stage});
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
      test,
      ...recorded
    });
    await removeTrainingCheckpoints(folder);
  });
}
