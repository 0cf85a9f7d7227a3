import {canonicalJson} from '../../../runs/canonicalJson.ts';
import type {Halving} from '../../../schema/halving.ts';
import type {PlannedRun} from '../../planSweep.ts';

/** A candidate at one rung: the runs of its point with that rung's value of the halving key, one a seed. */
export interface Entry {
  readonly rung: number;
  /** Of the candidate in the plan, from 0. */
  readonly order: number;
  readonly runs: readonly PlannedRun[];
}

/** The entries of one rung by the order of their candidates. */
export type Entries = ReadonlyMap<number, Entry>;

/** All entries that a plan has room for, rung by rung. */
export function entriesOf(plan: readonly PlannedRun[], {key, values}: Halving): readonly Entries[] {
  const orders = new Map<string, number>();
  const rungs = values.map(() => new Map<number, Entry & {runs: PlannedRun[]}>());
  for (const run of plan) {
    const {[key]: value, ...candidate} = run.config.point;
    const name = canonicalJson(candidate);
    const order = orders.get(name) ?? orders.size;
    orders.set(name, order);
    const rung = values.findIndex(known => known === value);
    const entries = rungs[rung];
    if (!entries) throw new Error(`Expected ${key} of ${run.id} to be one of ${values.join(', ')}.`);
    const entry = entries.get(order);
    if (entry) entry.runs.push(run);
    else entries.set(order, {rung, order, runs: [run]});
  }
  return rungs;
}
