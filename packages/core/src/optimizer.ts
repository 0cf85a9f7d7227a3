import {tf} from '@espalier/backend';
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
      const factors = {lr: tf.scalar(optimizer.lr), momentum: tf.scalar(momentum), decay: tf.scalar(weightDecay)};
      for (const [name, gradient] of gradients) {
        const weight = network.weights.get(name)!;
        const before = slots.get(name);
        const {after, velocity} = tf.tidy(() => updated(weight, gradient, before, factors));
        network.weights.set(name, after);
        if (momentum === 0) velocity.dispose();
        else slots.set(name, velocity);
        tf.dispose([weight, gradient]);
        before?.dispose();
      }
      tf.dispose(factors);
    },
    dispose: () => {
      slots.forEach(slot => slot.dispose());
      slots.clear();
    }
  };
  return optimizer;
}

interface Factors {
  readonly lr: tf.Scalar;
  readonly momentum: tf.Scalar;
  readonly decay: tf.Scalar;
}

/** Straight to the kernels: there are five calls for every weight, and the checks of `tf.mul` cost more than a bias. */
function updated(
  weight: tf.Tensor,
  gradient: tf.Tensor,
  before: tf.Tensor | undefined,
  {lr, momentum, decay}: Factors
) {
  const decayed = kernel('Add', gradient, kernel('Multiply', weight, decay));
  const velocity = before ? kernel('Add', kernel('Multiply', before, momentum), decayed) : decayed;
  return {after: kernel('Sub', weight, kernel('Multiply', velocity, lr)), velocity};
}

function kernel(name: 'Add' | 'Multiply' | 'Sub', a: tf.Tensor, b: tf.Tensor): tf.Tensor {
  return tf.engine().runKernel(name, {a, b});
}
