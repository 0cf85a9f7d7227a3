import {createOptimizer, fineTune, type Network} from '@espalier/core';
import type {CatchSettings} from './catchSettings.ts';
import {playExamples} from './playedExamples.ts';
import {tdLoss} from './tdLoss.ts';

export interface PlayTraining {
  readonly updates: number;
  readonly lr: number;
  readonly seed: string;
  /** Share of moves by chance at an update. */
  readonly exploration: (update: number) => number;
  /** Told how many updates are done, behind each. */
  readonly onUpdate?: (done: number) => void;
}

/** Trains a Q-network in place by `updates` of its own play. */
export async function trainByPlay(
  network: Network,
  {updates, lr, seed, exploration, onUpdate}: PlayTraining,
  {play, train}: Pick<CatchSettings, 'play' | 'train'>
): Promise<void> {
  const examples = playExamples(network, {...play, seed, exploration});
  const optimizer = createOptimizer({optimizer: train.optimizer, lr, weightDecay: 0});
  try {
    await fineTune(network, examples, {
      optimizer,
      loss: tdLoss,
      start: 0,
      updates,
      batchSize: train.batchSize,
      onUpdate: update => onUpdate?.(update + 1)
    });
  } finally {
    optimizer.dispose();
    examples.dispose();
  }
}
