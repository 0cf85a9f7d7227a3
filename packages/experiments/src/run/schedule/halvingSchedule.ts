import type {Halving} from '../../schema/halving.ts';
import type {PlannedRun} from '../planSweep.ts';
import {hasEnded, openBracket} from './halving/bracket.ts';
import type {Judged} from './halving/judge.ts';
import {best, isThrough, PROMOTIONS} from './halving/promotion.ts';
import type {RungLog} from './halving/rungLog.ts';
import {rungRecord, rungRecords} from './halving/rungRecord.ts';
import {plannedRungs} from './halving/plannedRungs.ts';
import {standingBelow} from './halving/standingBelow.ts';
import type {Schedule} from './schedule.ts';

export interface HalvingOptions {
  readonly halving: Halving;
  /** Of decisions, earlier and new ones. */
  readonly log: RungLog;
  /** Does runs again that failed before. */
  readonly rerunFailed?: boolean;
}

/**
 * Successive halving. What is in a higher rung comes first, so that what is promising is known soon. Built on a store where
 * some runs are finished, it goes on as it would have.
 */
export function halvingSchedule(
  plan: readonly PlannedRun[],
  {halving, log, rerunFailed = false}: HalvingOptions
): Schedule {
  const {eta, mode} = halving;
  const bracket = openBracket(plan, {halving, rerunFailed, records: log.read()});
  const {rungs} = bracket;
  const underWay = new Set<string>();
  let over = false;

  /** Lets some go on; that is on the disk before a run depends on it. */
  const promote = (index: number, chosen: readonly Judged[]): boolean => {
    const rung = rungs[index];
    if (!rung || chosen.length === 0) return false;
    for (const {entry} of chosen) bracket.promote(entry);
    log.add(mode === 'synchronous' ? rungRecords(rung) : chosen.map(judged => rungRecord(judged, rung)));
    return true;
  };
  /** From the highest rung that has somebody to send on. */
  const advance = (): boolean => {
    for (let index = rungs.length - 2; index >= 0; index--) {
      if (promote(index, PROMOTIONS[mode](rungs[index]!, eta))) return true;
    }
    return false;
  };
  /** Where nothing is under way and no rung is full enough, the best of the highest one goes on alone. */
  const advanceOne = (): boolean => {
    const index = rungs.findLastIndex(({members}) => members.size > 0);
    return index < rungs.length - 1 && rungs.every(isThrough) && promote(index, best(rungs[index]!, 1));
  };
  const take = (): PlannedRun | undefined => {
    do {
      for (const rung of rungs.slice(1).toReversed()) {
        const run = rung.next();
        if (run) return run;
      }
    } while (advance());
    return rungs[0]?.next();
  };
  return {
    expected: expectedRuns(plan, {halving, rerunFailed}),
    next: () => {
      do {
        const run = take();
        if (run) {
          underWay.add(run.key);
          return run;
        }
        if (underWay.size > 0) return 'wait';
      } while (advanceOne());
      over = rungs.every(isThrough);
      if (over) log.add(rungs.flatMap(rungRecords));
      return undefined;
    },
    ended: (run, end) => {
      underWay.delete(run.key);
      bracket.ended(run, end);
    },
    standing: run => {
      if (run.state === 'finished') return run;
      const {order, rung: wanted} = bracket.entryOf(run);
      const reached = rungs.findLastIndex(({members}) => members.has(order));
      if (reached >= wanted) return run;
      const rung = rungs[reached]!;
      const settled = over || (mode === 'synchronous' && isThrough(rung));
      return standingBelow(run, {rung, order, settled}, halving);
    }
  };
}

/** What the rungs have room for, less what has ended. */
function expectedRuns(
  plan: readonly PlannedRun[],
  {halving, rerunFailed}: Pick<HalvingOptions, 'halving' | 'rerunFailed'>
): number {
  const room = plannedRungs(plan, halving).reduce((sum, {runs}) => sum + runs, 0);
  return Math.max(0, room - plan.filter(run => hasEnded(run, rerunFailed)).length);
}
