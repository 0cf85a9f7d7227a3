import {cloneNetwork, disposeNetwork, findStructure, lowestUnits} from '@espalier/core';
import {kitExamples} from './kitExamples.ts';
import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';
import {deadLayer} from './scoresAreFinite.ts';

export const tiesAreBroken: Law = {
  law: 'k units asked are k units found, ties or not',
  check: async criterion => {
    const network = deadLayer();
    const structure = findStructure(network);
    const examples = kitExamples({constant: 0});
    const scores = await scoreBy(criterion, {network: cloneNetwork(network), examples});
    disposeNetwork(network);
    const removable = structure.units - structure.groups.length;
    for (let count = 1; count <= removable; count++) {
      const found = new Set(lowestUnits(scores, structure, count)).size;
      if (found !== count) throw new Error(`Expected ${count} units when ${count} are asked for, got ${found}.`);
    }
  }
};
