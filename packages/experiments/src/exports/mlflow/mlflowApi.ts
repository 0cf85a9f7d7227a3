import type {MlflowServer} from './server.ts';
import {request} from './request.ts';
import {TrackingError} from './TrackingError.ts';

export type MlflowStatus = 'RUNNING' | 'SCHEDULED' | 'FINISHED' | 'FAILED' | 'KILLED';

export interface Entry {
  readonly key: string;
  readonly value: string;
}

export interface MetricPoint {
  readonly key: string;
  /** JSON has no non-finite numbers: they are "NaN", "Infinity" and "-Infinity". */
  readonly value: number | string;
  /** Milliseconds since 1970. */
  readonly timestamp: number;
  readonly step: number;
}

export interface RemoteExperiment {
  readonly experiment_id: string;
  readonly artifact_location: string;
  readonly lifecycle_stage: string;
}

export interface Dataset {
  readonly name: string;
  readonly digest: string;
  readonly source_type: string;
  readonly source: string;
  readonly profile?: string;
}

/** A run as MLflow tells it; of each metric it has the last point alone. */
export interface RemoteRun {
  readonly info: {
    readonly run_id: string;
    readonly status: MlflowStatus;
    readonly start_time?: number;
    readonly end_time?: number;
    readonly artifact_uri: string;
  };
  readonly data: {
    readonly params?: readonly Entry[];
    readonly tags?: readonly Entry[];
    readonly metrics?: readonly MetricPoint[];
  };
  readonly inputs?: {readonly dataset_inputs?: readonly {readonly dataset: Dataset}[]};
}

export interface Batch {
  readonly metrics: readonly MetricPoint[];
  readonly params: readonly Entry[];
  readonly tags: readonly Entry[];
}

const HISTORY_PAGE = 25_000;
const RUNS_PAGE = 500;

/** The calls of MLflow's REST API (2.0) that an export takes. */
export function mlflowApi(server: MlflowServer) {
  const get = (call: string, query: Readonly<Record<string, string>>) =>
    request(server, {method: 'GET', path: `/api/2.0/mlflow/${call}`, query});
  const post = (call: string, document: object) =>
    request(server, {method: 'POST', path: `/api/2.0/mlflow/${call}`, document});
  return {
    url: server.url,
    /** Deleted ones too. */
    findExperiment: async (name: string): Promise<RemoteExperiment | undefined> => {
      try {
        const found = await get('experiments/get-by-name', {experiment_name: name});
        return (found as {readonly experiment: RemoteExperiment}).experiment;
      } catch (error) {
        if (error instanceof TrackingError && error.code === 'RESOURCE_DOES_NOT_EXIST') return undefined;
        throw error;
      }
    },
    createExperiment: (name: string) => post('experiments/create', {name}),
    searchRuns: (experiment: string, filter: string): Promise<readonly RemoteRun[]> =>
      allPages(async token => {
        const page = {max_results: RUNS_PAGE, page_token: token};
        const found = await post('runs/search', {experiment_ids: [experiment], filter, ...page});
        const {runs, next_page_token: next} = found as {runs?: RemoteRun[]; next_page_token?: string};
        return {items: runs, next};
      }),
    createRun: async (run: CreatedRun): Promise<RemoteRun> => {
      const found = await post('runs/create', run);
      return (found as {readonly run: RemoteRun}).run;
    },
    logBatch: (run: string, batch: Batch) => post('runs/log-batch', {run_id: run, ...batch}),
    deleteTag: (run: string, key: string) => post('runs/delete-tag', {run_id: run, key}),
    /** One after the other: the server fails where two tell it of the same new data set at once. */
    logDataset: inTurn((run: string, dataset: Dataset) => {
      const tags = [{key: 'mlflow.data.context', value: 'train'}];
      return post('runs/log-inputs', {run_id: run, datasets: [{dataset, tags}]});
    }),
    updateRun: (run: string, change: {readonly status: MlflowStatus; readonly end_time?: number}) =>
      post('runs/update', {run_id: run, ...change}),
    metricHistory: (run: string, key: string): Promise<readonly MetricPoint[]> =>
      allPages(async token => {
        const page = {max_results: String(HISTORY_PAGE), ...(token !== undefined && {page_token: token})};
        const found = await get('metrics/get-history', {run_id: run, metric_key: key, ...page});
        const {metrics, next_page_token: next} = found as {metrics?: MetricPoint[]; next_page_token?: string};
        return {items: metrics, next};
      }),
    putArtifact: (path: string, bytes: Uint8Array<ArrayBuffer>) =>
      request(server, {method: 'PUT', path: `/api/2.0/mlflow-artifacts/artifacts/${encodePath(path)}`, bytes})
  };
}

export type MlflowApi = ReturnType<typeof mlflowApi>;

export interface CreatedRun {
  readonly experiment_id: string;
  readonly run_name: string;
  readonly start_time: number;
  readonly tags: readonly Entry[];
}

interface Page<T> {
  readonly items?: readonly T[];
  readonly next?: string;
}

async function allPages<T>(page: (token?: string) => Promise<Page<T>>): Promise<readonly T[]> {
  const all: T[] = [];
  let token: string | undefined;
  do {
    const {items, next} = await page(token);
    all.push(...(items ?? []));
    token = next;
  } while (token);
  return all;
}

function encodePath(path: string): string {
  return path.split('/').map(encodeURIComponent).join('/');
}

function inTurn<A extends unknown[], T>(work: (...args: A) => Promise<T>): (...args: A) => Promise<T> {
  let last: Promise<unknown> = Promise.resolve();
  return (...args) => {
    const next = last.catch(() => undefined).then(() => work(...args));
    last = next;
    return next;
  };
}
