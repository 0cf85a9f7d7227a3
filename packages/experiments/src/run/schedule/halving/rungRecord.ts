import type {Point} from '../../../schema/sweep.ts';
import type {Judged} from './judge.ts';
import type {Rung} from './rung.ts';

/** A line of `rungs.jsonl`: how a candidate did at a rung, and whether it went on. Nothing in it depends on the time. */
export interface RungRecord {
  readonly rung: number;
  /** What the sweep changed in these runs, by dotted key. */
  readonly point: Point;
  readonly seeds: readonly number[];
  /** Run keys, one a seed. */
  readonly keys: readonly string[];
  /** Mean of the metric; null where a run failed or the mean is not finite. */
  readonly value: number | null;
  readonly promoted: boolean;
}

export function rungRecord({entry, value}: Judged, {promoted}: Rung): RungRecord {
  const {rung, runs} = entry;
  return {
    rung,
    point: runs[0]?.config.point ?? {},
    seeds: runs.map(({config}) => config.seed),
    keys: runs.map(({key}) => key),
    value: value ?? null,
    promoted: promoted.has(entry)
  };
}

/** All that have ended, in the order of the file. */
export function rungRecords(rung: Rung): readonly RungRecord[] {
  return rung.judged.toSorted((a, b) => a.entry.order - b.entry.order).map(judged => rungRecord(judged, rung));
}

/** Tells entries apart. */
export function entryName({rung, keys}: Pick<RungRecord, 'rung' | 'keys'>): string {
  return `${rung} ${keys.join(' ')}`;
}
