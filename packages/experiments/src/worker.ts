// What it takes to do a run that another process has planned.
export {runSubmitted, type RunSubmittedOptions, type Submitted} from './worker/runSubmitted.ts';
export {doSlurmTask} from './slurm/doSlurmTask.ts';
export {ownTask, type OwnTask} from './slurm/requeue.ts';
