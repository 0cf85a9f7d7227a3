import type {ListedRun} from '../../run/listRuns.ts';
import type {RunStore} from '../../runs/runStore.ts';
import {newestSubmission} from '../../runs/submission.ts';
import {artifactsOf, takesArtifacts} from './artifacts.ts';
import {commandOf, hasEnded} from './describeRun.ts';
import {describeSweep} from './describeSweep.ts';
import type {MlflowApi} from './mlflowApi.ts';
import {openExperiment} from './openExperiment.ts';
import {openRemoteRuns, type Sent} from './remoteRuns.ts';
import {trackedRun} from './trackedRun.ts';

export interface SweepAtMlflowOptions {
  readonly sweep: string;
  /** Name of MLflow's experiment; the sweep's unless given. */
  readonly experiment?: string;
  /** Bytes; larger files stay behind, and all do with 0. */
  readonly largestArtifact?: number;
  readonly onNotice?: (line: string) => void;
}

/** A sweep at a server. */
export interface SweepAtMlflow {
  /** Where MLflow's page shows it. */
  readonly page: string;
  /** Finds the parent run, or makes it: before its runs are sent. */
  openParent(runs: readonly ListedRun[]): Promise<void>;
  /** Sends how the sweep stands; `underWay` where it may have more to do than its runs tell. */
  sendParent(runs: readonly ListedRun[], underWay: boolean): Promise<void>;
  sendRun(run: ListedRun): Promise<Sent>;
}

export const LARGEST_ARTIFACT = 100 * 2 ** 20;

/** Opens the experiment, made where there is none, and looks up what it has of a sweep. Throws a TrackingError. */
export async function openSweepAtMlflow(
  api: MlflowApi,
  store: RunStore,
  options: SweepAtMlflowOptions
): Promise<SweepAtMlflow> {
  const {sweep, experiment: name = sweep, largestArtifact = LARGEST_ARTIFACT, onNotice = () => undefined} = options;
  const experiment = await openExperiment(api, name);
  const remote = await openRemoteRuns(api, experiment.experiment_id, sweep);
  let largest = largestArtifact;
  const submission = await newestSubmission(store, sweep);
  const command = submission && commandOf(submission.argv);
  let parent = '';
  const refuseFiles = () => {
    if (largest > 0)
      onNotice(`${api.url} does not pass artifacts on (mlflow server --serve-artifacts): no files sent.`);
    largest = 0;
  };
  if (!takesArtifacts(experiment.artifact_location)) refuseFiles();
  return {
    page: `${api.url}/#/experiments/${experiment.experiment_id}`,
    openParent: async runs => {
      parent = await remote.open(describeSweep(sweep, runs, {underWay: true, command}));
    },
    sendParent: async (runs, underWay) => {
      await remote.send(describeSweep(sweep, runs, {underWay, command}), []);
    },
    sendRun: async listed => {
      const run = await trackedRun(listed, parent);
      const {files, tooLarge} = await artifactsOf(listed.folder, {ended: hasEnded(listed.status), largest});
      if (tooLarge.length > 0) onNotice(`${sweep}/${listed.id}: too large to send: ${tooLarge.join(', ')}`);
      const {sent, artifacts} = await remote.send(run, files);
      if (!artifacts) refuseFiles();
      return sent;
    }
  };
}
