// What it takes to look at runs that are there: no tensor engine, no schemas. Commands that only list start fast.
export {askToCancel} from './run/cancelSweep.ts';
export {openRunStore, type RunStore} from './runs/runStore.ts';
export {listRuns, showRun, type ListedRun, type ShownRun} from './run/listRuns.ts';
export {unknownName} from './text/nearest.ts';
export {submittedSweeps} from './runs/submittedSweeps.ts';
