import {createRandom} from '@espalier/core';

/** Seed of the minibatches that milestones and their controls are fine-tuned on: an order of their own. */
export function milestoneSeed(seed: number): number {
  // A whole number: seeds of updates are made of it, which must stay exact.
  return Math.floor(1e6 * createRandom(`${seed}/milestones`).uniform());
}
