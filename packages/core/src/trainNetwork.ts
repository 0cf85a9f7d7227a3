import {createBatchOrder} from './batchOrder.ts';
import type {Examples} from './data.ts';
import {evaluate, type Evaluation} from './evaluate.ts';
import {fineTune} from './fineTune.ts';
import type {Network} from './graph/network.ts';
import {createOptimizer, type OptimizerOptions} from './optimizer.ts';

export interface TrainOptions extends OptimizerOptions {
  readonly epochs: number;
  readonly batchSize?: number;
  readonly seed?: number;
  /** Evaluated behind each epoch. */
  readonly validation?: Examples;
  readonly onEpoch?: (epoch: TrainEpoch) => void;
  readonly onUpdate?: (update: number, total: number) => void;
}

export interface TrainEpoch {
  /** From 1. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly validation: Evaluation | undefined;
}

/** Trains in place by SGD. Returns what each epoch came to. */
export async function trainNetwork(network: Network, examples: Examples, options: TrainOptions): Promise<TrainEpoch[]> {
  const {epochs, batchSize = 32, seed = 0, validation, onEpoch, onUpdate} = options;
  const {updatesPerEpoch} = createBatchOrder(examples.size, batchSize, seed);
  const optimizer = createOptimizer(options);
  const history: TrainEpoch[] = [];
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
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
    }
    return history;
  } finally {
    optimizer.dispose();
  }
}
