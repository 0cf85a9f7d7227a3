import type {Ended} from '../schedule.ts';
import type {Entry} from './entries.ts';

/** An entry whose runs have all ended. */
export interface Judged {
  readonly entry: Entry;
  /** The experiment's metric, mean over the seeds; nothing, which is worst, where a run failed or it is not finite. */
  readonly value?: number;
}

/** What an entry is worth by the ends of its runs. The metric is of validation examples, never of test. */
export function judge(entry: Entry, ends: readonly Ended[]): Judged {
  // JSON has no NaN: such a value was read as a text.
  const values = ends.map(({status, result}) => (status === 'finished' ? Number(result?.metric.value) : NaN));
  const value = values.reduce((sum, each) => sum + each, 0) / values.length;
  return Number.isFinite(value) ? {entry, value} : {entry};
}

/** Puts the better first, and what is worth the same in the order of the file. */
export function betterFirst(a: Judged, b: Judged): number {
  const order = a.entry.order - b.entry.order;
  if (a.value === undefined || b.value === undefined) {
    return Number(a.value === undefined) - Number(b.value === undefined) || order;
  }
  const goal = a.entry.runs[0]?.config.settings.metric.goal;
  return (goal === 'minimize' ? a.value - b.value : b.value - a.value) || order;
}
