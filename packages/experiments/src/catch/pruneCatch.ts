import {
  cloneNetwork,
  disposeNetwork,
  findStructure,
  measureSize,
  pruneIteratively,
  type Network,
  type Ranker,
  type Size
} from '@espalier/core';
import type {CatchSettings} from './catchSettings.ts';
import {meanReturn} from './meanReturn.ts';
import {playExamples} from './playedExamples.ts';
import {tdLoss} from './tdLoss.ts';
import {trainByPlay} from './trainByPlay.ts';

/** Mean returns of validation and test games. */
export interface Returns {
  readonly validationReturn: number;
  readonly testReturn: number;
}

export interface CatchMilestone extends Size {
  /** FLOPs left, as a share, at which it was set. */
  readonly fraction: number;
  readonly step: number;
  /** All fine-tuning so far, that of the milestone included. */
  readonly updates: number;
}

export interface CatchStep extends Size {
  readonly step: number;
  readonly updates: number;
  /** TD loss of moves that were held out, against targets of the unpruned network. */
  readonly validationLoss: number;
}

export interface CatchPruning<Judged = Returns> {
  readonly steps: readonly CatchStep[];
  readonly milestones: readonly (CatchMilestone & Judged)[];
}

export interface CatchPruningOptions<Judged> {
  readonly ranker: Ranker;
  readonly seed: number;
  readonly settings: CatchSettings;
  /** What is told of a network at a milestone. */
  readonly judge: (network: Network) => Judged;
}

/** Returns of a network in games that depend on the seed alone. */
export function returnsOf(network: Network, seed: number, games: number): Returns {
  return {
    validationReturn: meanReturn(network, {games, seed: `${seed}/validation`}),
    testReturn: meanReturn(network, {games, seed: `${seed}/test`})
  };
}

/**
 * Prunes a Q-network in place while it plays and learns: its scores come from the very minibatches, and by the very loss, that
 * fine-tune it. Where it first has at most a milestone's share of its FLOPs, a copy learns on and is measured.
 */
export async function pruneCatch<Judged extends object>(
  network: Network,
  {ranker, seed, settings, judge}: CatchPruningOptions<Judged>
): Promise<CatchPruning<Judged>> {
  const {train, prune, milestones: wanted, play} = settings;
  const whole = measureSize(network, findStructure(network)).flops;
  const exploration = () => play.exploration;
  const examples = playExamples(network, {...play, seed: `${seed}/prune`, exploration});
  const held = playExamples(network, {...play, seed: `${seed}/held`, exploration, capacity: 256});
  const steps: CatchStep[] = [];
  const milestones: (CatchMilestone & Judged)[] = [];
  try {
    const {until, ...tuning} = prune;
    const pruning = pruneIteratively(network, {
      ...tuning,
      ranker,
      train: examples,
      validation: held,
      loss: tdLoss,
      until: {quantity: 'flops', fraction: until.flops},
      optimizer: train.optimizer,
      weightDecay: 0,
      finalUpdates: 0,
      seed
    });
    for await (const {step, updates, left, after} of pruning) {
      steps.push({step, updates, ...left, validationLoss: after.loss});
      for (const fraction of wanted.flops.slice(milestones.length)) {
        if (left.flops > fraction * whole) break;
        const copy = cloneNetwork(network);
        const learning = {updates: wanted.updates, lr: prune.lr, seed: `${seed}/milestone`, exploration};
        await trainByPlay(copy, learning, settings);
        const row = {fraction, step, updates: updates + wanted.updates, ...left};
        milestones.push({...row, ...judge(copy)});
        disposeNetwork(copy);
      }
    }
    return {steps, milestones};
  } finally {
    examples.dispose();
    held.dispose();
  }
}
