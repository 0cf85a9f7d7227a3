import {momentumSteps, tf} from '@espalier/backend';
import type {OptimizerOptions, UpdateRule} from './optimizer.ts';

/**
 * Stochastic gradient descent with momentum and weight decay, as PyTorch computes it:
 * v ← momentum · v + (g + weightDecay · w); w ← w − lr · v.
 *
 * Its one slot is the velocity v; without momentum there is none.
 */
export function sgd({momentum = 0.9, weightDecay = 1e-4}: Omit<OptimizerOptions, 'lr'>): UpdateRule {
  return {
    slots: momentum === 0 ? 0 : 1,
    step: (weights, {lr}) => {
      const steps = weights.map(({weight, gradient, slots}) => {
        return {weight, gradient, velocity: slots[0] ?? tf.zerosLike(weight)};
      });
      return momentumSteps(steps, tf.tensor1d([lr, momentum, weightDecay])).map(([weight, velocity]) => {
        return {weight, slots: momentum === 0 ? [] : [velocity]};
      });
    }
  };
}
