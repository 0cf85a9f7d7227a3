import {createBatchOrder} from './batchOrder.ts';
import type {Examples} from './data.ts';
import {evaluate, type Evaluation} from './evaluate.ts';
import {fineTune} from './fineTune.ts';
import type {Network} from './graph/network.ts';
import {createOptimizer, type CreateOptimizerOptions} from './optimizers/createOptimizer.ts';
import type {OptimizerState} from './optimizers/optimizer.ts';

export interface TrainOptions extends CreateOptimizerOptions {
  readonly epochs: number;
  readonly batchSize?: number;
  readonly seed?: number;
  /** Evaluated behind each epoch. */
  readonly validation?: Examples;
  readonly onEpoch?: (epoch: TrainEpoch) => void;
  readonly onUpdate?: (update: number, total: number) => void;
  /** Awaited behind each epoch, after `onEpoch`; the checkpoint's tensors are the optimizer's until it returns. */
  readonly onBoundary?: (checkpoint: TrainCheckpoint) => void | Promise<void>;
  /**
   * Goes on from a checkpoint of the same options, with the network as it was then, to the same bits as if training had
   * never stopped. The tensors of its optimizer belong to the training from now on.
   */
  readonly resume?: TrainCheckpoint;
}

/** All that training needs to go on behind an epoch, together with the network. */
export interface TrainCheckpoint {
  /** The epochs so far. */
  readonly history: readonly TrainEpoch[];
  readonly optimizer: OptimizerState;
}

export interface TrainEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validation?: Evaluation;
}

/** Trains in place. Returns what each epoch came to. */
export async function trainNetwork(network: Network, examples: Examples, options: TrainOptions): Promise<TrainEpoch[]> {
  const {epochs, batchSize = 32, seed = 0, validation, onEpoch, onUpdate, onBoundary, resume} = options;
  const {updatesPerEpoch} = createBatchOrder(examples.size, batchSize, seed);
  const optimizer = createOptimizer(options, resume?.optimizer);
  const history: TrainEpoch[] = [...(resume?.history ?? [])];
  try {
    for (let epoch = history.length + 1; epoch <= epochs; epoch++) {
      const start = (epoch - 1) * updatesPerEpoch;
      const trainLoss = await fineTune(network, examples, {
        optimizer,
        batchSize,
        seed,
        start,
        updates: updatesPerEpoch,
        onUpdate: update => onUpdate?.(update + 1, epochs * updatesPerEpoch)
      });
      const done = {
        epoch,
        trainLoss: trainLoss!,
        validation: validation && (await evaluate(network, validation))
      };
      history.push(done);
      onEpoch?.(done);
      await onBoundary?.({history: [...history], optimizer});
    }
    return history;
  } finally {
    optimizer.dispose();
  }
}
