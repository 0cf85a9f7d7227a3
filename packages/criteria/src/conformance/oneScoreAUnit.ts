import {disposeNetwork, findStructure, type Criterion} from '@espalier/core';
import {kitNetwork} from './kitNetwork.ts';
import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';

export const oneScoreAUnit: Law = {
  law: 'there is one score a unit, and the engine refuses any other number by name',
  check: async criterion => {
    const network = kitNetwork();
    const {units} = findStructure(network);
    disposeNetwork(network);
    const {length} = await scoreBy(criterion);
    if (length !== units) throw new Error(`Expected ${units} scores, one a unit, got ${length}.`);
    const message = await scoreBy(withOneTooMany(criterion)).then(() => 'no error', messageOf);
    if (message.includes(`criterion "${criterion.name}"`) && message.includes('one a unit')) return;
    throw new Error(
      `Expected the engine to refuse one score too many of criterion "${criterion.name}", got ${message}.`
    );
  }
};

function withOneTooMany(criterion: Criterion): Criterion {
  return {...criterion, finish: () => new Float64Array(1000)};
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
