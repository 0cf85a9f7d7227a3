import type {CreateOptimizerOptions} from '@espalier/core';

interface Rates extends Omit<CreateOptimizerOptions, 'lr'> {
  readonly batchSize: number;
}

/** What of the settings of training or pruning decides an update, besides the learning rate. */
export function tuningOf({optimizer, momentum, weightDecay, batchSize}: Rates) {
  return {optimizer: {...(optimizer && {optimizer}), momentum, weightDecay}, batchSize};
}
