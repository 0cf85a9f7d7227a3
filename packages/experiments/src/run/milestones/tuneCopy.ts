import {mkdir} from 'node:fs/promises';
import {dirname} from 'node:path';
import {
  activationBytes,
  cloneNetwork,
  countFlops,
  countParameters,
  disposeNetwork,
  updatesSoFar,
  type Network,
  type PruneCheckpoint
} from '@espalier/core';
import type {MilestoneSettings} from '../../schema/milestones.ts';
import {evaluateSplits} from '../evaluateSplits.ts';
import type {MilestoneRow, MilestoneTarget} from '../runResult.ts';
import {milestoneFiles, type MilestoneRecord} from './milestoneFiles.ts';
import {measureMilestone} from './milestoneLatency.ts';
import {milestonePhase} from './milestonePhase.ts';
import type {MilestonePlace} from './milestonePlace.ts';
import {tuneResumably} from './tuneResumably.ts';
import {tuningOf} from './tuningOf.ts';
import {withTeacher} from './withTeacher.ts';

/** A network between two steps of its pruning. */
export interface PassingNetwork {
  readonly network: Network;
  readonly checkpoint: PruneCheckpoint;
}

export interface Milestone {
  readonly settings: MilestoneSettings;
  /** Place in the list, from 0. */
  readonly number: number;
  readonly target: MilestoneTarget;
}

/** Fine-tunes a copy of the network, and of its optimizer, and tells what it comes to; controls are left out. */
export async function tuneCopy(
  passing: PassingNetwork,
  {settings: milestones, number, target}: Milestone,
  place: MilestonePlace
): Promise<MilestoneRecord> {
  const {
    network,
    checkpoint: {state, optimizer}
  } = passing;
  const {run, base, data, unpruned, context} = place;
  const {settings, seed} = run.config;
  const path = milestoneFiles(run.folder, number).checkpoint;
  await mkdir(dirname(path), {recursive: true});
  const start = updatesSoFar(state, settings.prune.updates);
  const copy = cloneNetwork(network);
  try {
    const phases = [milestonePhase(milestones, settings, seed)];
    const {onProgress} = context;
    const tuning = {
      ...tuningOf(settings.prune),
      ...{train: data.train, start, phases, from: optimizer, file: {path, key: `${run.key}/${number}`}},
      onUpdate: (done: number, total: number) =>
        onProgress?.({kind: 'stage', stage: 'milestone', state: 'working', done, total})
    };
    await withTeacher(passing, place, distillation => tuneResumably(copy, {...tuning, distillation}, context));
    const row: MilestoneRow = {
      target,
      step: state.step,
      updates: start + milestones.updates,
      units: state.origins.length,
      parameters: countParameters(copy),
      flops: countFlops(copy),
      ...(milestones.memory && {memory: activationBytes(copy)}),
      ...(await evaluateSplits(copy, data, {metrics: settings.metrics, splits: settings.splits, unpruned}))
    };
    const latency = await measureMilestone(copy, base, {target, batch: milestones.latencyBatch ?? 1});
    return {row, latency, stages: {}};
  } finally {
    disposeNetwork(copy);
  }
}
