import type {PlannedRun} from '../planSweep.ts';
import type {Schedule} from './schedule.ts';

/** One run after the other, whatever comes of them. */
export function gridSchedule(todo: readonly PlannedRun[]): Schedule {
  let position = 0;
  return {
    expected: todo.length,
    next: () => todo[position++],
    ended: () => undefined,
    standing: run => run
  };
}
