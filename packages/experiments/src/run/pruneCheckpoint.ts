import {truncate} from 'node:fs/promises';
import {join} from 'node:path';
import type {Network, PruneCheckpoint, PruneState} from '@espalier/core';
import {CheckpointError, readCheckpoint, writeCheckpoint} from '../runs/checkpointFile.ts';
import {holdsMark, type FileMark} from '../runs/lines.ts';
import {checkpointedAttempts, checkpointFile} from './checkpoints.ts';
import {keptTensors, keptWeightsOf, slotsOf, tensorsUnderWay, weightsOf} from './checkpointTensors.ts';
import type {KeptNetwork} from './drop/keptNetwork.ts';
import type {PlannedRun} from './planSweep.ts';
import type {Curve} from './pruneNetwork.ts';
import type {RunContext} from './runContext.ts';

/** The files that grow while a run prunes. */
export const LINE_FILES = ['metrics.jsonl', 'history.jsonl', 'timings.jsonl'] as const;

/** A run between two steps. */
export interface PruneMoment {
  readonly network: Network;
  readonly checkpoint: PruneCheckpoint;
  readonly curve: Curve;
  /** Where a drop of quality may end pruning. */
  readonly kept?: KeptNetwork;
}

/** A run to go on with; the network and the optimizer's slots are the caller's. */
export interface ResumedRun extends PruneMoment {
  /** The attempt that wrote the checkpoint. */
  readonly attempt: number;
}

/** A network without its weights, as plain data. */
type Described = Omit<Network, 'layers' | 'weights'> & {readonly layers: readonly (readonly [string, unknown])[]};

/** The plain data of a checkpoint of a run. */
interface RunState {
  readonly network: Described;
  readonly prune: PruneState;
  /** Of the optimizer; absent in files from before there was one that asks for it. */
  readonly updates?: number;
  readonly curve: Curve;
  readonly kept?: Omit<KeptNetwork, 'network'> & {readonly network: Described};
  /** What the files of `LINE_FILES` held. */
  readonly files: readonly FileMark[];
}

/** Writes where a run stands as the checkpoint of an attempt. `files` are the marks of `LINE_FILES`. */
export async function writePruneCheckpoint(
  {folder, key}: PlannedRun,
  attempt: number,
  {network, checkpoint, curve, kept}: PruneMoment,
  files: readonly FileMark[]
): Promise<void> {
  const {optimizer} = checkpoint;
  const state: RunState = {
    network: described(network),
    prune: checkpoint.state,
    updates: optimizer.updates,
    curve,
    ...(kept && {kept: {...kept, network: described(kept.network)}}),
    files
  };
  const tensors = new Map([...tensorsUnderWay(network, optimizer), ...keptTensors(kept?.network)]);
  await writeCheckpoint(checkpointFile(folder, attempt), key, {state, tensors});
}

/**
 * Goes on from the newest checkpoint that earlier attempts left, and cuts the run's files back to what they held then.
 * One that cannot be used is passed over with a line in the log. Nothing where there is none.
 */
export async function resumeRun(
  {folder, key}: PlannedRun,
  {log}: Pick<RunContext, 'log'>
): Promise<ResumedRun | undefined> {
  for (const attempt of await checkpointedAttempts(folder)) {
    try {
      const found = await readCheckpoint(checkpointFile(folder, attempt), key);
      if (!found) continue;
      const {network, prune, updates = 0, curve, kept, files} = found.state as RunState;
      await cutBack(folder, files);
      const optimizer = {updates, slots: slotsOf(found.tensors)};
      log?.say(`goes on behind step ${prune.step}, from the checkpoint of attempt ${attempt}`);
      return {
        attempt,
        network: whole(network, weightsOf(found.tensors)),
        checkpoint: {state: prune, optimizer},
        curve,
        ...(kept && {kept: {...kept, network: whole(kept.network, keptWeightsOf(found.tensors))}})
      };
    } catch (error) {
      if (!(error instanceof CheckpointError)) throw error;
      log?.complain(`Passed over the checkpoint of attempt ${attempt}: ${error.message}`);
    }
  }
  return undefined;
}

function described({weights: _weights, layers, ...rest}: Network): Described {
  return {...rest, layers: [...layers]};
}

function whole({layers, ...rest}: Described, weights: Network['weights']): Network {
  return {...rest, layers: new Map(layers) as Network['layers'], weights};
}

async function cutBack(folder: string, files: readonly FileMark[]): Promise<void> {
  const marks = LINE_FILES.map((name, i) => ({path: join(folder, name), name, mark: files[i]!}));
  for (const {path, name, mark} of marks) {
    if (await holdsMark(path, mark)) continue;
    throw new CheckpointError(`Expected ${name} to begin with what it held then, got something else.`);
  }
  for (const {path, mark} of marks) await truncate(path, mark.bytes);
}
