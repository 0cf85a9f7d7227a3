// What it takes to hand sweeps to Slurm.
export {startTracking} from './exports/mlflow/startTracking.ts';
export {loadExperiment, type Experiment} from './run/loadExperiment.ts';
export type {ParseOptions} from './schema/experimentFile.ts';
export {renamed, sweepExperiment, type SweepSummary} from './run/runSweep.ts';
export {sweepFolder} from './runs/submission.ts';
export {cancelOnSlurm} from './slurm/cancelOnSlurm.ts';
export type {SlurmOptions} from './slurm/options.ts';
export {frozenForSlurm} from './slurm/resumeOnSlurm.ts';
export {isAlive, runStatus, type TaskState} from './slurm/states.ts';
export {SlurmError} from './slurm/SlurmError.ts';
export {submitSweep, type SubmittedSweep} from './slurm/submitSweep.ts';
export {pollSweep, type PolledSweep, type RunTask} from './slurm/underWay.ts';
export {countStates, waitForSlurm} from './slurm/wait.ts';
