import type {Halving} from '../../../schema/halving.ts';
import type {Judged} from './judge.ts';
import type {Rung} from './rung.ts';
import {intoNext} from './plannedRungs.ts';

/** Members of a rung that go on to the next one now. */
export type Promotion = (rung: Rung, eta: number) => readonly Judged[];

/**
 * The whole rung has to be through; then the best 1/eta of it go on at once, and at least one. What they are depends on the
 * results alone, not on when each came.
 */
const synchronous: Promotion = (rung, eta) =>
  isThrough(rung) && rung.promoted.size === 0 ? best(rung, intoNext(rung.members.size, eta)) : [];

/** The first that is in the best 1/eta of what is through so far and has not gone on yet (Li et al. 2020, Algorithm 2). */
const asynchronous: Promotion = (rung, eta) =>
  best(rung, Math.floor(rung.judged.length / eta))
    .filter(({entry}) => !rung.promoted.has(entry))
    .slice(0, 1);

export const PROMOTIONS: Readonly<Record<Halving['mode'], Promotion>> = {synchronous, asynchronous};

/** Whether all members have ended. */
export function isThrough({members, judged}: Rung): boolean {
  return judged.length === members.size;
}

/** The best `count`; what failed never goes on. */
export function best({judged}: Rung, count: number): readonly Judged[] {
  return judged.slice(0, count).filter(({value}) => value !== undefined);
}
