import type {MlflowApi, RemoteExperiment} from './mlflowApi.ts';
import {TrackingError} from './TrackingError.ts';

/** The experiment of this name, made where there is none. Throws a TrackingError where it was deleted. */
export async function openExperiment(api: MlflowApi, name: string): Promise<RemoteExperiment> {
  const found = (await api.findExperiment(name)) ?? (await make(api, name));
  if (found.lifecycle_stage === 'active') return found;
  throw new TrackingError(
    `Expected the experiment "${name}" at ${api.url} to be active, got a deleted one. Give another name with ` +
      `--experiment, or restore it: mlflow experiments restore --experiment-id ${found.experiment_id}`
  );
}

async function make(api: MlflowApi, name: string): Promise<RemoteExperiment> {
  await api.createExperiment(name).catch(unlessThere);
  const made = await api.findExperiment(name);
  if (!made) throw new TrackingError(`Expected ${api.url} to keep the experiment "${name}", got none after making it.`);
  return made;
}

/** Somebody else was faster. */
function unlessThere(error: unknown): void {
  if (!(error instanceof TrackingError && error.code === 'RESOURCE_ALREADY_EXISTS')) throw error;
}
