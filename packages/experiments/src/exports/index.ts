export {exportRuns, type ExportFormat, type ExportRunsOptions} from './exportRuns.ts';
export {exportToMlflow, type ExportedSweep, type ExportToMlflowOptions} from './mlflow/exportToMlflow.ts';
export {followToMlflow, type Follower, type FollowOptions} from './mlflow/followToMlflow.ts';
export {mlflowServer, type MlflowServer} from './mlflow/server.ts';
export {writeAtomically} from '../runs/writeAtomically.ts';
