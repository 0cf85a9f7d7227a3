import {digestOf} from '../../runs/canonicalJson.ts';
import {putArtifact, type Artifact} from './artifacts.ts';
import {present, type TrackedRun} from './describeRun.ts';
import {batches, tagValue} from './limits.ts';
import type {MlflowApi} from './mlflowApi.ts';
import {pointId, type RemoteState} from './remoteState.ts';

/** Tags by which an export knows what it has done. */
export const KEY_TAG = 'espalier.runKey';
export const DONE_TAG = 'espalier.exported';
const FILES_TAG = 'espalier.artifacts';

/** Digest of all that MLflow shall have of a run that has ended: where its tag says so, all of it is there. */
export function doneDigest({metrics, ...run}: TrackedRun, files: readonly Artifact[]): string {
  const sums = files.map(({path, sha256}) => [path, sha256]);
  return digestOf({...run, metrics: metrics.map(pointId), files: sums}).slice(0, 16);
}

export interface SyncedRun {
  readonly state: RemoteState;
  /** Whether anything was sent. */
  readonly changed: boolean;
  /** False where the server takes no artifacts after all. */
  readonly artifacts: boolean;
}

/** Sends what the server has not yet of a run. The tag that says that all is there comes last. */
export async function syncRun(
  api: MlflowApi,
  state: RemoteState,
  run: TrackedRun,
  files: readonly Artifact[]
): Promise<SyncedRun> {
  const {id} = state;
  const params = run.params.filter(({key}) => !state.params.has(key));
  const metrics = run.metrics.filter(point => !state.points.has(pointId(point)));
  const dataset = run.dataset && !state.datasets.has(run.dataset.digest) ? run.dataset : undefined;
  if (dataset) await api.logDataset(id, dataset);
  const sent = await sendFiles(api, state, files);
  const moved = run.status !== state.status || (run.ended !== undefined && run.ended !== state.ended);
  const done = run.ended === undefined ? '' : doneDigest(run, sent.all ? files : []);
  const own = [...run.tags, ...sent.tags, ...present({[DONE_TAG]: done})];
  const tags = own.filter(({key, value}) => state.tags.get(key) !== value);
  const kept = new Set([KEY_TAG, ...own.map(({key}) => key)]);
  const stale = [...state.tags.keys()].filter(key => key.startsWith('espalier.') && !kept.has(key));
  for (const key of stale) await api.deleteTag(id, key);
  const parts = batches({params, metrics, tags});
  for (const part of parts.slice(0, -1)) await api.logBatch(id, part);
  if (moved) await api.updateRun(id, {status: run.status, ...(run.ended !== undefined && {end_time: run.ended})});
  for (const part of parts.slice(-1)) await api.logBatch(id, part);
  return {
    state: {
      ...state,
      status: run.status,
      ended: run.ended ?? state.ended,
      tags: new Map(
        [...state.tags, ...tags.map(({key, value}) => [key, value] as const)].filter(([key]) => !stale.includes(key))
      ),
      params: new Set([...state.params, ...params.map(({key}) => key)]),
      datasets: new Set([...state.datasets, ...(dataset ? [dataset.digest] : [])]),
      points: new Set([...state.points, ...metrics.map(pointId)])
    },
    changed: parts.length > 0 || moved || dataset !== undefined || stale.length > 0,
    artifacts: sent.all
  };
}

/** Sends files that the server has not, or not as they are now; the tag has a line for each with its digest. */
async function sendFiles(api: MlflowApi, {artifactUri, tags}: RemoteState, files: readonly Artifact[]) {
  const before = new Set(tags.get(FILES_TAG)?.split('\n'));
  const lines = files.map(file => ({file, line: `${file.sha256.slice(0, 12)} ${file.path}`}));
  for (const {file, line} of lines) {
    if (before.has(line)) continue;
    if (!(await putArtifact(api, artifactUri, file))) return {all: false, tags: []};
  }
  const value = tagValue(lines.map(({line}) => line).join('\n'));
  return {all: true, tags: present({[FILES_TAG]: value})};
}
