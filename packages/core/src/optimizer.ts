import {momentumSteps, tf} from '@espalier/backend';
import type {Network} from './graph/network.ts';

export interface OptimizerOptions {
  readonly lr: number;
  readonly momentum?: number;
  readonly weightDecay?: number;
}

/**
 * Stochastic gradient descent with momentum and weight decay, as PyTorch computes it:
 * v ← momentum · v + (g + weightDecay · w); w ← w − lr · v.
 */
export interface Optimizer {
  lr: number;
  /** Momentum by weight name; `removeUnits` cuts it with the weights. */
  readonly slots: Map<string, tf.Tensor>;
  /** Updates the network's weights in place and disposes the gradients. */
  readonly update: (network: Network, gradients: ReadonlyMap<string, tf.Tensor>) => void;
  readonly dispose: () => void;
}

/** The caller frees the optimizer with its `dispose`. */
export function createOptimizer({lr, momentum = 0.9, weightDecay = 1e-4}: OptimizerOptions): Optimizer {
  const slots = new Map<string, tf.Tensor>();
  const optimizer: Optimizer = {
    lr,
    slots,
    update: (network, gradients) => {
      const rates = tf.tensor1d([optimizer.lr, momentum, weightDecay]);
      const names = [...gradients.keys()];
      const steps = names.map(name => {
        const weight = network.weights.get(name)!;
        // The first update finds no velocity: 0 gives the same.
        return {weight, gradient: gradients.get(name)!, velocity: slots.get(name) ?? tf.zerosLike(weight)};
      });
      momentumSteps(steps, rates).forEach(([after, step], i) => {
        network.weights.set(names[i]!, after);
        if (momentum === 0) step.dispose();
        else slots.set(names[i]!, step);
      });
      for (const {weight, gradient, velocity} of steps) tf.dispose([weight, gradient, velocity]);
      rates.dispose();
    },
    dispose: () => {
      slots.forEach(slot => slot.dispose());
      slots.clear();
    }
  };
  return optimizer;
}
