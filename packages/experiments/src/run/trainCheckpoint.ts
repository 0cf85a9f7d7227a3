import type {Network, TrainCheckpoint, TrainEpoch} from '@espalier/core';
import {CheckpointError, readCheckpoint, writeCheckpoint, type Checkpoint} from '../runs/checkpointFile.ts';
import {slotsOf, tensorsUnderWay, weightsOf} from './checkpointTensors.ts';
import type {RunContext} from './runContext.ts';

/** Where the checkpoint of a training lies, and the key of the stage that it belongs to. */
export interface TrainingFile {
  readonly path: string;
  readonly key: string;
}

interface TrainingState {
  readonly history: readonly TrainEpoch[];
  /** Of the optimizer; absent in files from before there was one that asks for it. */
  readonly updates?: number;
}

/** Writes where the training of a network stands behind an epoch. */
export async function writeTraining(
  {path, key}: TrainingFile,
  network: Network,
  {history, optimizer}: TrainCheckpoint
): Promise<void> {
  const state: TrainingState = {history, updates: optimizer.updates};
  await writeCheckpoint(path, key, {state, tensors: tensorsUnderWay(network, optimizer)});
}

/**
 * Gives the network the weights of the checkpoint, where there is one, and returns what its training goes on from. One
 * that cannot be used is passed over with a line in the log.
 */
export async function resumeTraining(
  {path, key}: TrainingFile,
  network: Network,
  {log}: Pick<RunContext, 'log'>
): Promise<TrainCheckpoint | undefined> {
  const found = await readCheckpoint(path, key).catch((error: unknown) => {
    if (!(error instanceof CheckpointError)) throw error;
    log?.complain(`Passed over the checkpoint of the training: ${error.message}`);
  });
  if (!found) return undefined;
  replaceWeights(network, found);
  const {history, updates = 0} = found.state as TrainingState;
  log?.say(`training goes on behind ${history.length > 0 ? `epoch ${history.length}` : `update ${updates}`}`);
  return {history, optimizer: {updates, slots: slotsOf(found.tensors)}};
}

function replaceWeights(network: Network, {tensors}: Checkpoint): void {
  for (const [name, tensor] of weightsOf(tensors)) {
    network.weights.get(name)?.dispose();
    network.weights.set(name, tensor);
  }
}
