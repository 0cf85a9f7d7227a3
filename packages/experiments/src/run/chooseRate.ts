import {
  cloneNetwork,
  disposeNetwork,
  evaluate,
  type Examples,
  type Network,
  NonFiniteError,
  type TrainEpoch,
  TrainingError
} from '@espalier/core';

/** What a learning rate came to. */
export interface RateCandidate {
  readonly lr: number;
  /** Absent where the loss did not stay finite. */
  readonly validationLoss?: number;
  readonly validationAccuracy?: number;
}

/** Which learning rate was taken, and what all came to on the validation examples. */
export interface ChosenRate {
  readonly chosen: number;
  readonly candidates: readonly RateCandidate[];
}

export interface ChooseRateOptions {
  readonly validation: Examples;
  /** Trains a network in place. */
  readonly train: (network: Network, lr: number) => Promise<readonly TrainEpoch[]>;
}

/**
 * Trains copies of a network by each learning rate, and gives the network the weights of the one with the lowest
 * validation loss at the end; of equals, of the larger rate. One whose loss does not stay finite is out. Throws a
 * TrainingError where that is all of them.
 */
export async function chooseRate(
  network: Network,
  rates: readonly number[],
  options: ChooseRateOptions
): Promise<ChosenRate & {readonly history: readonly TrainEpoch[]}> {
  const candidates: RateCandidate[] = [];
  let best: Tried | undefined;
  try {
    for (const lr of rates) {
      const tried = await tryRate(network, lr, options);
      candidates.push({lr, ...(tried && {validationLoss: tried.loss, validationAccuracy: tried.accuracy})});
      if (!tried) continue;
      const isBetter = !best || tried.loss < best.loss || (tried.loss === best.loss && lr > best.lr);
      const worse = isBetter ? best : tried;
      if (worse) disposeNetwork(worse.copy);
      if (isBetter) best = tried;
    }
    if (!best) {
      throw new TrainingError(
        `Expected the loss to stay finite by one of the learning rates ${rates.join(', ')}, got none. Lower them.`
      );
    }
    for (const [name, tensor] of best.copy.weights) {
      network.weights.get(name)!.dispose();
      network.weights.set(name, tensor.clone());
    }
    return {chosen: best.lr, candidates, history: best.history};
  } finally {
    if (best) disposeNetwork(best.copy);
  }
}

interface Tried {
  readonly lr: number;
  readonly copy: Network;
  readonly history: readonly TrainEpoch[];
  readonly loss: number;
  readonly accuracy: number;
}

/** A trained copy, or nothing where its loss did not stay finite. */
async function tryRate(
  network: Network,
  lr: number,
  {train, validation}: ChooseRateOptions
): Promise<Tried | undefined> {
  const copy = cloneNetwork(network);
  try {
    const history = await train(copy, lr);
    const {loss, accuracy} = await evaluate(copy, validation);
    return {lr, copy, history, loss, accuracy};
  } catch (error) {
    disposeNetwork(copy);
    if (error instanceof TrainingError || error instanceof NonFiniteError) return undefined;
    throw error;
  }
}
