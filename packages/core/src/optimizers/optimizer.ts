import {tf} from '@espalier/backend';
import type {Network} from '../graph/network.ts';

export interface OptimizerOptions {
  readonly lr: number;
  /** Decay of the running mean of gradients: momentum of SGD, β₁ of AdamW. 0.9 by default. */
  readonly momentum?: number;
  /** Per update; AdamW takes it straight from the weights, times the learning rate. 1e-4 by default. */
  readonly weightDecay?: number;
}

/** What an optimizer carries from one update to the next. */
export interface OptimizerState {
  /** Updates so far. */
  readonly updates: number;
  /** Tensors of the weights' shapes by weight name, as many maps as the optimizer has slots for a weight. */
  readonly slots: readonly ReadonlyMap<string, tf.Tensor>[];
}

export interface Optimizer extends OptimizerState {
  lr: number;
  updates: number;
  /** `removeUnits` cuts them with the weights. */
  readonly slots: readonly Map<string, tf.Tensor>[];
  /** Updates the network's weights in place and disposes the gradients. */
  readonly update: (network: Network, gradients: ReadonlyMap<string, tf.Tensor>) => void;
  readonly dispose: () => void;
}

/** How an optimizer turns gradients into new weights. */
export interface UpdateRule {
  /** Slots that it keeps for each weight; they begin with zeros. */
  readonly slots: number;
  /** Runs in a tidy scope. Results are in the order of `weights`. `update` counts from 1. */
  readonly step: (
    weights: readonly WeightBefore[],
    at: {readonly lr: number; readonly update: number}
  ) => WeightAfter[];
}

export interface WeightBefore {
  readonly weight: tf.Tensor;
  readonly gradient: tf.Tensor;
  readonly slots: readonly tf.Tensor[];
}

/** New tensors, as many slots as the rule keeps. A type, since TensorFlow.js takes no interface out of a tidy scope. */
export type WeightAfter = {weight: tf.Tensor; slots: tf.Tensor[]};

/** An optimizer by a rule; it goes on from the state `from`, whose tensors belong to it then. */
export function optimizerBy(rule: UpdateRule, lr: number, from?: OptimizerState): Optimizer {
  const slots = Array.from({length: rule.slots}, (_, i) => new Map(from?.slots[i]));
  const optimizer: Optimizer = {
    lr,
    updates: from?.updates ?? 0,
    slots,
    update: ({weights}, gradients) => {
      const names = [...gradients.keys()];
      optimizer.updates++;
      const after = tf.tidy(() => {
        const before = names.map(name => {
          const weight = weights.get(name)!;
          const own = slots.map(slot => slot.get(name) ?? tf.zerosLike(weight));
          return {weight, gradient: gradients.get(name)!, slots: own};
        });
        return rule.step(before, {lr: optimizer.lr, update: optimizer.updates});
      });
      after.forEach(({weight, slots: own}, i) => {
        const name = names[i]!;
        gradients.get(name)!.dispose();
        replace(weights, name, weight);
        slots.forEach((slot, at) => replace(slot, name, own[at]!));
      });
    },
    dispose: () => disposeState(optimizer)
  };
  return optimizer;
}

function replace(store: Map<string, tf.Tensor>, name: string, tensor: tf.Tensor): void {
  store.get(name)?.dispose();
  store.set(name, tensor);
}

/** A copy whose tensors the caller frees, or hands to an optimizer. Data are shared until either copy changes. */
export function copyState({updates, slots}: OptimizerState): OptimizerState {
  return {updates, slots: slots.map(slot => new Map([...slot].map(([name, tensor]) => [name, tensor.clone()])))};
}

/** Frees the slots; the state must not be used afterwards. */
export function disposeState({slots}: OptimizerState): void {
  slots.forEach(slot => slot.forEach(tensor => tensor.dispose()));
}
