import type {Halving} from '../../../schema/halving.ts';
import type {PlannedRun} from '../../planSweep.ts';
import type {Ended} from '../schedule.ts';
import {entriesOf, type Entry} from './entries.ts';
import {openRung, type Rung} from './rung.ts';
import {entryName, type RungRecord} from './rungRecord.ts';

/** One successive halving as it goes on. */
export interface Bracket {
  readonly rungs: readonly Rung[];
  entryOf(run: PlannedRun): Entry;
  /** Lets an entry go on to the next rung. What is finished there already has ended at once. */
  promote(entry: Entry): void;
  ended(run: PlannedRun, end: Ended): void;
}

export interface BracketOptions {
  readonly halving: Halving;
  readonly rerunFailed: boolean;
  /** Earlier decisions. */
  readonly records: readonly RungRecord[];
}

/**
 * A bracket with all candidates in its first rung. Where decisions depend on the time, what was promoted before is again:
 * by the records, or because the runs above have ended.
 */
export function openBracket(plan: readonly PlannedRun[], {halving, rerunFailed, records}: BracketOptions): Bracket {
  const ladder = entriesOf(plan, halving);
  const rungs = ladder.map(openRung);
  const entries = new Map<string, Entry>();
  for (const entry of ladder.flatMap(each => [...each.values()])) {
    for (const {key} of entry.runs) entries.set(key, entry);
  }
  const entryOf = ({key, id}: PlannedRun): Entry => {
    const entry = entries.get(key);
    if (!entry) throw new Error(`Expected ${id} to be a run of the plan.`);
    return entry;
  };
  const ended = (run: PlannedRun, end: Ended): void => {
    const entry = entryOf(run);
    if (end.status === 'finished' || end.status === 'failed') rungs[entry.rung]?.ended(entry, run, end);
  };
  const join = (entry: Entry): void => {
    rungs[entry.rung]?.join(entry);
    for (const run of entry.runs.filter(run => hasEnded(run, rerunFailed))) {
      ended(run, run.state === 'finished' ? {status: 'finished', result: run.result} : {status: 'failed'});
    }
  };
  const promote = (entry: Entry): void => {
    rungs[entry.rung]?.promote(entry);
    const above = ladder[entry.rung + 1]?.get(entry.order);
    if (above) join(above);
  };
  for (const entry of ladder[0]?.values() ?? []) join(entry);
  if (halving.mode === 'asynchronous') {
    const recorded = new Set(records.filter(({promoted}) => promoted).map(entryName));
    for (const [index, rung] of rungs.slice(0, -1).entries()) {
      for (const entry of rung.members.values()) {
        const isBegun = ladder[index + 1]?.get(entry.order)?.runs.some(run => hasEnded(run, rerunFailed));
        if (isBegun || recorded.has(entryName({rung: index, keys: entry.runs.map(({key}) => key)}))) promote(entry);
      }
    }
  }
  return {rungs, entryOf, promote, ended};
}

/** Whether a planned run has ended before, and is left as it is. */
export function hasEnded({state}: PlannedRun, rerunFailed = false): boolean {
  return state === 'finished' || (state === 'failed' && !rerunFailed);
}
