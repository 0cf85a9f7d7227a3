import {disposeNetwork, findStructure, lowestUnits, type Criterion} from '@espalier/core';
import {kitExamples} from './kitExamples.ts';
import {kitNetwork} from './kitNetwork.ts';
import type {Law} from './law.ts';
import {scoreBy} from './scoreBy.ts';

const SEEDS = 300;
/** About four standard deviations of a share counted over two units in each of 300 draws. */
const TOLERANCE = 0.08;

export const widthDecidesShare: Law = {
  law: "doubling a layer's width makes its share of the removed units proportionally larger",
  binds: ({needs}) => needs.length === 1 && needs[0] === 'draw',
  check: async criterion => {
    for (const [first, second] of [
      [6, 6],
      [12, 6]
    ] as const) {
      const share = await shareOfFirst(criterion, [first, second]);
      const expected = first / (first + second);
      if (Math.abs(share - expected) <= TOLERANCE) continue;
      throw new Error(
        `Expected ${first} of ${first + second} units to make up ${expected.toFixed(3)} of what is removed, got ${share}.`
      );
    }
  }
};

/** Share of the first layer among the two lowest units, over many seeds. */
async function shareOfFirst(criterion: Criterion, widths: readonly [number, number]): Promise<number> {
  const network = kitNetwork(widths);
  const structure = findStructure(network);
  disposeNetwork(network);
  const examples = kitExamples({size: 1});
  let first = 0;
  for (let seed = 0; seed < SEEDS; seed++) {
    const scores = await scoreBy(criterion, {network: kitNetwork(widths), examples, seed});
    first += lowestUnits(scores, structure, 2).filter(unit => unit < widths[0]).length;
  }
  return first / (2 * SEEDS);
}
