import {join} from 'node:path';
import {digestOf} from '../../runs/canonicalJson.ts';
import type {RunStore} from '../../runs/runStore.ts';
import type {Halving} from '../../schema/halving.ts';
import type {PlannedRun} from '../planSweep.ts';
import {toDo} from '../toDo.ts';
import {gridSchedule} from './gridSchedule.ts';
import {openRungLog} from './halving/rungLog.ts';
import {halvingSchedule} from './halvingSchedule.ts';
import type {Schedule} from './schedule.ts';

export interface ScheduleOptions {
  /** Successive halving; without it, all runs are done. */
  readonly halving?: Halving;
  /** Holds `rungs.jsonl`. */
  readonly folder: string;
  /** Does runs again that failed before. */
  readonly rerunFailed?: boolean;
}

/** The schedule that decides which run of a plan is next. */
export function createSchedule(
  plan: readonly PlannedRun[],
  {halving, folder, rerunFailed = false}: ScheduleOptions
): Schedule {
  if (!halving) return gridSchedule(toDo(plan, {rerunFailed}));
  const log = openRungLog(folder, {repeatable: halving.mode === 'synchronous'});
  return halvingSchedule(plan, {halving, log, rerunFailed});
}

/** The plan as the results that are there leave it: which runs wait for others, and which will not be done. */
export function asItStands(
  plan: readonly PlannedRun[],
  {halving, folder, rerunFailed}: ScheduleOptions
): readonly PlannedRun[] {
  if (!halving) return plan;
  const log = {...openRungLog(folder, {repeatable: true}), add: () => undefined};
  const schedule = halvingSchedule(plan, {halving, log, rerunFailed});
  let next: ReturnType<Schedule['next']>;
  do next = schedule.next();
  while (next !== undefined && next !== 'wait');
  return plan.map(run => schedule.standing(run));
}

/** Where the schedule of a plan keeps its decisions. The same plan has the same folder. */
export function scheduleFolder(store: RunStore, plan: readonly PlannedRun[]): string {
  const id = digestOf(plan.map(({key}) => key)).slice(0, 12);
  return join(store.root, '.sweeps', plan[0]?.config.sweep ?? '', id);
}
