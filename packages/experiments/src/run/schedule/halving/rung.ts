import type {PlannedRun} from '../../planSweep.ts';
import type {Ended} from '../schedule.ts';
import type {Entry} from './entries.ts';
import {betterFirst, judge, type Judged} from './judge.ts';

/** One rung as it fills. */
export interface Rung {
  /** Entries that are in it, by the order of their candidates. */
  readonly members: ReadonlyMap<number, Entry>;
  /** Members whose runs have all ended, best first. */
  readonly judged: readonly Judged[];
  /** Members that went on to the next rung. */
  readonly promoted: ReadonlySet<Entry>;
  join(entry: Entry): void;
  promote(entry: Entry): void;
  /** The next run that has neither been handed out nor ended. */
  next(): PlannedRun | undefined;
  ended(entry: Entry, run: PlannedRun, end: Ended): void;
}

export function openRung(): Rung {
  const members = new Map<number, Entry>();
  const judged: Judged[] = [];
  const promoted = new Set<Entry>();
  const ends = new Map<string, Ended>();
  const queue: PlannedRun[] = [];
  let position = 0;
  return {
    members,
    judged,
    promoted,
    join: entry => {
      members.set(entry.order, entry);
      queue.push(...entry.runs);
    },
    promote: entry => promoted.add(entry),
    next: () => {
      while (ends.has(queue[position]?.key ?? '')) position++;
      return queue[position] && queue[position++];
    },
    ended: (entry, run, end) => {
      ends.set(run.key, end);
      const all = entry.runs.flatMap(({key}) => ends.get(key) ?? []);
      if (all.length === entry.runs.length) insert(judged, judge(entry, all));
    }
  };
}

/** Into its place, by bisection. */
function insert(sorted: Judged[], judged: Judged): void {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    const other = sorted[middle];
    if (other && betterFirst(other, judged) < 0) low = middle + 1;
    else high = middle;
  }
  sorted.splice(low, 0, judged);
}
