// What it takes to do a run that another process has planned.
export {runSubmitted, type RunSubmittedOptions} from './worker/runSubmitted.ts';
