import type {MetricPoint, MlflowApi, RemoteRun} from './mlflowApi.ts';

/** What is known of a run on the server. Exports that follow a run keep it, and need not ask again. */
export interface RemoteState {
  readonly id: string;
  readonly artifactUri: string;
  readonly status: string;
  readonly ended?: number;
  readonly tags: ReadonlyMap<string, string>;
  readonly params: ReadonlySet<string>;
  /** Digests of its data sets. */
  readonly datasets: ReadonlySet<string>;
  /** As `pointId` tells them. */
  readonly points: ReadonlySet<string>;
}

/** The state of a run as a search tells it, which has only the last point of each metric. */
export function stateOf({info, data, inputs}: RemoteRun): RemoteState {
  return {
    id: info.run_id,
    artifactUri: info.artifact_uri,
    status: info.status,
    ended: info.end_time,
    tags: new Map((data.tags ?? []).map(({key, value}) => [key, value])),
    params: new Set((data.params ?? []).map(({key}) => key)),
    datasets: new Set((inputs?.dataset_inputs ?? []).map(({dataset}) => dataset.digest)),
    points: new Set((data.metrics ?? []).map(pointId))
  };
}

/** With every point that the server has. */
export async function withHistory(api: MlflowApi, run: RemoteRun): Promise<RemoteState> {
  const points = new Set<string>();
  for (const {key} of run.data.metrics ?? []) {
    for (const point of await api.metricHistory(run.info.run_id, key)) points.add(pointId(point));
  }
  return {...stateOf(run), points};
}

/** Of metric, step and value: exports at another time give the same point another timestamp. */
export function pointId({key, step, value}: MetricPoint): string {
  return `${key} ${step} ${storable(Number(value))}`;
}

/** MLflow keeps infinities as the largest numbers that there are. */
function storable(value: number): number {
  return Math.max(-Number.MAX_VALUE, Math.min(Number.MAX_VALUE, value));
}
