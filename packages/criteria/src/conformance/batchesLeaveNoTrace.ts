import {createRandom} from '@espalier/core';
import {expectClose} from './expectClose.ts';
import {SIZE} from './kitExamples.ts';
import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';

export const batchesLeaveNoTrace: Law = {
  law: 'splitting a batch or reordering examples leaves the scores unchanged',
  check: async criterion => {
    const whole = await scoreBy(criterion, {batchSize: SIZE});
    for (const batchSize of [1, 7]) {
      const split = await scoreBy(criterion, {batchSize});
      expectClose(split, whole, {what: `batches of ${batchSize} to give the scores of one batch`});
    }
    const indices = createRandom('conformance/order').permutation(SIZE);
    const reordered = await scoreBy(criterion, {batchSize: 7, indices});
    expectClose(reordered, whole, {what: 'reordered examples to give the same scores'});
  }
};
