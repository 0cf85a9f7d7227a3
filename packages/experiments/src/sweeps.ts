// What it takes to plan and do runs. Commands that only do this start faster than with all of the package.
export {listRuns} from './run/listRuns.ts';
export {rerunRuns, threadsOfRun, type RerunOptions} from './run/rerunRuns.ts';
export {resumeSweep, submittedRuns} from './run/resumeSweep.ts';
export {runOne} from './run/runOne.ts';
export {runSweep, type LaunchOptions, type SweepSummary} from './run/runSweep.ts';
export {parseSeeds} from './schema/parseSeeds.ts';
