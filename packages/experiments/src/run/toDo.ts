import type {PlannedRun} from './planSweep.ts';

/** The runs that a sweep would do now, as far as their states tell. */
export function toDo(
  plan: readonly PlannedRun[],
  {rerunFailed = false}: {readonly rerunFailed?: boolean}
): readonly PlannedRun[] {
  return plan.filter(({state}) => state === 'to run' || (state === 'failed' && rerunFailed));
}
