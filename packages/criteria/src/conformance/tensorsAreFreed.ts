import {tf} from '@espalier/backend';
import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';

export const tensorsAreFreed: Law = {
  law: 'no tensor is left behind',
  check: async criterion => {
    // The first pass may fill caches.
    await scoreBy(criterion);
    const before = tf.memory().numTensors;
    await scoreBy(criterion);
    const left = tf.memory().numTensors - before;
    if (left !== 0) throw new Error(`Expected no tensor to be left after scoring, got ${left}.`);
  }
};
