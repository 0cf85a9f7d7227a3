import {readFile, rm} from 'node:fs/promises';
import {join} from 'node:path';
import {countParameters, disposeNetwork, type Network} from '@espalier/core';
import {engineIdentity} from '../../runs/runKey.ts';
import {ensureStage, stageKey, type Stage} from '../../runs/stages.ts';
import {writeJson} from '../../runs/writeAtomically.ts';
import type {Control} from '../../schema/milestones.ts';
import {RESULTS_VERSION} from '../../version.ts';
import {evaluateSplits} from '../evaluateSplits.ts';
import type {ControlRow} from '../runResult.ts';
import type {MilestonePlace} from './milestonePlace.ts';
import {tuneResumably, type Tuning} from './tuneResumably.ts';

export interface ControlPlan {
  readonly kind: Control;
  /** What the network that it begins with depends on. */
  readonly begins: Readonly<Record<string, unknown>>;
  /** Makes that network; its caller frees it. */
  readonly start: () => Promise<Network>;
  readonly tuning: Pick<Tuning, 'optimizer' | 'batchSize' | 'phases'>;
}

export interface MadeControl {
  readonly stage: Stage;
  readonly row: ControlRow;
}

/**
 * A network that milestones are compared with, made or found: `metrics.json` of a stage that is keyed by all that it
 * depends on, so that runs share it. Goes on where it was cut off.
 */
export async function ensureControl(
  plan: ControlPlan,
  {run, base, data, unpruned, context}: MilestonePlace
): Promise<MadeControl> {
  const {kind, begins, start, tuning} = plan;
  const {store, engine, onProgress} = context;
  const {metrics, splits} = run.config.settings;
  const inputs = {
    results: RESULTS_VERSION,
    engine: engineIdentity(engine),
    data: run.inputs.digests.data,
    validation: run.inputs.settings.dataset.validation,
    begins,
    tuning,
    metrics,
    splits,
    ...(unpruned && {unpruned: base.key})
  };
  const key = stageKey(kind, inputs);
  const stage = await ensureStage(store, {
    kind,
    inputs,
    resumable: true,
    make: async folder => {
      const file = {path: join(folder, 'checkpoint'), key};
      const network = await start();
      try {
        const onUpdate = (done: number, total: number) =>
          onProgress?.({kind: 'stage', stage: kind, state: 'working', done, total});
        await tuneResumably(network, {...tuning, train: data.train, start: 0, file, onUpdate}, context);
        const quality = await evaluateSplits(network, data, {metrics, splits, unpruned});
        const updates = tuning.phases.reduce((sum, phase) => sum + phase.updates, 0);
        const row: ControlRow = {updates, parameters: countParameters(network), ...quality};
        await writeJson(join(folder, 'metrics.json'), {format: 'espalier.control/1', ...row});
      } finally {
        disposeNetwork(network);
      }
      await rm(file.path, {force: true});
    },
    onWait: () => onProgress?.({kind: 'stage', stage: kind, state: 'waiting'})
  });
  const text = await readFile(join(stage.folder, 'metrics.json'), 'utf8');
  const {format: _format, ...row} = JSON.parse(text) as ControlRow & {readonly format: string};
  return {stage, row};
}
