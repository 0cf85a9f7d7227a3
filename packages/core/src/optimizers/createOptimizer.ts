import {adamW} from './adamW.ts';
import {optimizerBy, type Optimizer, type OptimizerOptions, type OptimizerState} from './optimizer.ts';
import {sgd} from './sgd.ts';

const RULES = {sgd, adamw: adamW};

export type OptimizerName = keyof typeof RULES;

export const OPTIMIZERS = Object.keys(RULES) as readonly OptimizerName[];

export interface CreateOptimizerOptions extends OptimizerOptions {
  /** SGD with momentum by default. */
  readonly optimizer?: OptimizerName;
}

/**
 * An optimizer that begins, or goes on from the state of one with the same options, whose tensors belong to it then. The
 * caller frees it with its `dispose`.
 */
export function createOptimizer(options: CreateOptimizerOptions, from?: OptimizerState): Optimizer {
  const {optimizer = 'sgd', lr} = options;
  return optimizerBy(RULES[optimizer](options), lr, from);
}
