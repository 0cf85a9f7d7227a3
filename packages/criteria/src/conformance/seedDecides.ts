import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';

export const seedDecides: Law = {
  law: 'the same seed gives the same scores, to the last bit',
  check: async criterion => {
    for (const curvature of ['exact', {samples: 2}] as const) {
      const first = await scoreBy(criterion, {seed: 7, curvature});
      const second = await scoreBy(criterion, {seed: 7, curvature});
      const unit = first.findIndex((score, i) => !Object.is(score, second[i]));
      if (unit < 0) continue;
      throw new Error(`Expected ${first[unit]} for unit ${unit} again from the same seed, got ${second[unit]}.`);
    }
  }
};
