import type {Halving} from '../../../schema/halving.ts';
import type {PlannedRun} from '../../planSweep.ts';
import {entriesOf} from './entries.ts';

/** What a rung has room for. Asynchronous halving may let more in, as it does not wait for a rung to fill. */
export interface PlannedRung {
  /** Of the halving key. */
  readonly key: string;
  readonly value: number;
  readonly candidates: number;
  /** One a candidate and seed. */
  readonly runs: number;
  /** Whether there may be more. */
  readonly atLeast: boolean;
}

/** The rungs of a plan: all candidates in the first, then 1/eta of those before, and at least one. */
export function plannedRungs(plan: readonly PlannedRun[], halving: Halving): readonly PlannedRung[] {
  const {key, values, eta, mode} = halving;
  const [first] = entriesOf(plan, halving);
  const seeds = first?.get(0)?.runs.length ?? 0;
  let candidates = first?.size ?? 0;
  return values.map((value, index) => {
    if (index > 0) candidates = intoNext(candidates, eta);
    return {key, value, candidates, runs: candidates * seeds, atLeast: index > 0 && mode === 'asynchronous'};
  });
}

/** Of `size` entries of a rung, how many go on to the next one. */
export function intoNext(size: number, eta: number): number {
  return Math.max(1, Math.floor(size / eta));
}
