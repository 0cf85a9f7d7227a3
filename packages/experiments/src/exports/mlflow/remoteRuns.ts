import type {Artifact} from './artifacts.ts';
import {present, type TrackedRun} from './describeRun.ts';
import type {MlflowApi, RemoteRun} from './mlflowApi.ts';
import {pointId, stateOf, withHistory, type RemoteState} from './remoteState.ts';
import {DONE_TAG, doneDigest, KEY_TAG, syncRun} from './syncRun.ts';

/** What an export did about a run. */
export type Sent = 'new' | 'extended' | 'unchanged';

export interface SentRun {
  readonly sent: Sent;
  /** False where the server takes no artifacts after all. */
  readonly artifacts: boolean;
}

/** The runs of a sweep at a server. What has failed may be sent again: it begins with a look at what is there. */
export interface RemoteRuns {
  /** The id of a run, which is made where there is none. */
  open(run: TrackedRun): Promise<string>;
  send(run: TrackedRun, files: readonly Artifact[]): Promise<SentRun>;
}

/** Looks up at once what the server has of a sweep. Throws a TrackingError. */
export async function openRemoteRuns(api: MlflowApi, experiment: string, sweep: string): Promise<RemoteRuns> {
  const find = (filter: string) => api.searchRuns(experiment, `tags.\`espalier.sweep\` = ${quoted(sweep)}${filter}`);
  const listed = new Map((await find('')).toReversed().map(run => [keyOf(run), run]));
  const states = new Map<string, RemoteState>();

  /** Told by the list once; later the server may have more. */
  const lookUp = async (key: string): Promise<RemoteRun | undefined> => {
    const known = listed.get(key);
    listed.delete(key);
    return known ?? (await find(` and tags.\`${KEY_TAG}\` = '${key}'`))[0];
  };

  const open = async (run: TrackedRun, files: readonly Artifact[]) => {
    const remote = await lookUp(run.key);
    const state = remote ? await compared(api, remote, run, files) : await make(api, experiment, run);
    return {state, isNew: !remote};
  };

  return {
    open: async run => {
      const {state} = await open(run, []);
      states.set(run.key, state);
      return state.id;
    },
    send: async (run, files) => {
      const known = states.get(run.key);
      // What is known holds until something goes wrong.
      states.delete(run.key);
      const {state: before, isNew} = known ? {state: known, isNew: false} : await open(run, files);
      const {state, changed, artifacts} = await syncRun(api, before, run, files);
      states.set(run.key, state);
      return {sent: isNew ? 'new' : changed ? 'extended' : 'unchanged', artifacts};
    }
  };
}

function keyOf({data}: RemoteRun): string {
  return data.tags?.find(({key}) => key === KEY_TAG)?.value ?? '';
}

/** Folders may have any name. */
function quoted(text: string): string {
  return text.includes("'") ? `"${text}"` : `'${text}'`;
}

/** Where a run is said to be complete as it is now, its points need not be asked for. */
async function compared(
  api: MlflowApi,
  remote: RemoteRun,
  run: TrackedRun,
  files: readonly Artifact[]
): Promise<RemoteState> {
  const state = stateOf(remote);
  if (state.tags.get(DONE_TAG) !== doneDigest(run, files)) return withHistory(api, remote);
  return {...state, points: new Set(run.metrics.map(pointId))};
}

async function make(api: MlflowApi, experiment: string, run: TrackedRun): Promise<RemoteState> {
  const {key, name, started, tags, note} = run;
  const first = [...tags, ...present({'mlflow.note.content': note, [KEY_TAG]: key})];
  return stateOf(await api.createRun({experiment_id: experiment, run_name: name, start_time: started, tags: first}));
}
