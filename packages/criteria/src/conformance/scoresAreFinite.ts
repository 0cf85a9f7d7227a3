import type {Network} from '@espalier/core';
import {kitExamples} from './kitExamples.ts';
import {changeWeight, kitNetwork} from './kitNetwork.ts';
import type {Law} from './law.ts';
import {scoreBy, type ScoreOptions} from './scoreBy.ts';

export const scoresAreFinite: Law = {
  law: 'scores are finite on dead layers and constant inputs',
  check: async criterion => {
    const situations: Readonly<Record<string, ScoreOptions>> = {
      'a dead layer': {network: deadLayer()},
      'inputs that are all 0': {examples: kitExamples({constant: 0})},
      'inputs that are all 1': {examples: kitExamples({constant: 1})},
      'a single example': {examples: kitExamples({size: 1})}
    };
    for (const [situation, options] of Object.entries(situations)) {
      const scores = await scoreBy(criterion, options);
      const unit = scores.findIndex(score => !Number.isFinite(score));
      if (unit >= 0) throw new Error(`Expected finite scores on ${situation}, got ${scores[unit]} for unit ${unit}.`);
    }
  }
};

/** The kit's network with a first layer that gives 0 whatever comes in. */
export function deadLayer(): Network {
  const network = kitNetwork();
  changeWeight(network, 'conv1/kernel', () => 0);
  changeWeight(network, 'conv1/bias', () => 0);
  return network;
}
