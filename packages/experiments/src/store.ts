// What it takes to look at runs that are there: no tensor engine, no schemas. Commands that only list start fast.
export {askToCancel} from './run/cancelSweep.ts';
export {existingRunStore, findRunStore, openRunStore, type RunStore} from './runs/runStore.ts';
export {findRun} from './run/findRun.ts';
export {findGarbage, type Garbage, type GarbageOptions, type GarbageSearch} from './run/gc/findGarbage.ts';
export {listRuns, type ListedRun} from './run/listRuns.ts';
export {listWaiting, type WaitingRuns} from './run/listWaiting.ts';
export {standingOf, type RunStanding} from './run/runStanding.ts';
export {showRun, type ShownRun} from './run/showRun.ts';
export {attemptsOf, statusOf} from './run/statusOf.ts';
export {unreadableRuns, type UnreadableRun} from './run/unreadableRuns.ts';
export type {Submission, SubmittedTo} from './runs/submission.ts';
export {unknownName} from './text/nearest.ts';
export {submittedSweeps} from './runs/submittedSweeps.ts';
