import type {ListedRun, RunAttempt} from '@espalier/experiments';
import type {CurveEstimate} from '../statistics/meanCurve.ts';
import type {Estimate} from '../statistics/meanInterval.ts';

export type Status = ListedRun['status'];

/** In the order in which they are shown. */
export const STATUSES: readonly Status[] = ['running', 'queued', 'finished', 'failed', 'interrupted', 'cancelled'];

/** What can be measured of a run, or is left of its network (as a share of its start), in the order of choice. */
export const MEASURES = [
  'metric',
  'testAccuracy',
  'validationAccuracy',
  'testLoss',
  'validationLoss',
  'flops',
  'units',
  'parameters',
  'seconds'
] as const;

export type Measure = (typeof MEASURES)[number];

/** A run in a list. Values that are missing or not finite are left out. */
export interface RunRow extends Readonly<Partial<Record<Measure, number>>> {
  readonly sweep: string;
  readonly id: string;
  readonly status: Status;
  readonly seed: number;
  /** Values of the swept keys. */
  readonly point: Readonly<Record<string, unknown>>;
  /** ISO 8601. */
  readonly begun: string;
  readonly attempts: number;
  /** Of the last attempt. */
  readonly error?: string;
  readonly metricName?: string;
  readonly goal?: string;
  /** The numbers are those of the last step so far. */
  readonly soFar?: boolean;
  readonly step?: number;
}

/** A row with the settings behind its point, by dotted key, where they were asked for. */
export interface SettledRow extends RunRow {
  readonly settings?: Readonly<Record<string, unknown>>;
}

export interface SweepRow {
  readonly name: string;
  readonly total: number;
  readonly counts: Readonly<Partial<Record<Status, number>>>;
  readonly seeds: number;
  /** Swept keys with the number of their values. */
  readonly keys: readonly {readonly key: string; readonly values: number}[];
  readonly begun: string;
  readonly metricName?: string;
  /** The best run by its metric, where one is finished and all have the same metric. */
  readonly best?: {readonly id: string; readonly value: number};
  /** Where its report is served. */
  readonly report?: string;
}

export interface SweepsDocument {
  readonly format: 'espalier.ui.sweeps/1';
  readonly store: string;
  /** False where there is no folder of that name. */
  readonly exists: boolean;
  readonly sweeps: readonly SweepRow[];
  /** What cannot be read, and why something is not known. */
  readonly notices: readonly string[];
}

/** What every answer about a set of runs tells. */
export interface SetHead {
  readonly total: number;
  readonly matched: number;
  /** Keys of the filter that no run has. */
  readonly unknownKeys: readonly string[];
  /** Keys to group by: those that differ within the set first. */
  readonly keys: readonly KeyChoice[];
  /** Whether a run of the set may still change by itself. */
  readonly live: boolean;
}

export interface KeyChoice {
  readonly key: string;
  /** Number of values in the set; absent for settings that are not looked at yet. */
  readonly values?: number;
}

export interface RunsDocument extends SetHead {
  readonly format: 'espalier.ui.runs/1';
  readonly counts: Readonly<Partial<Record<Status, number>>>;
  readonly from: number;
  readonly rows: readonly RunRow[];
}

export interface GroupRow {
  readonly label: string;
  readonly runs: number;
  readonly finished: number;
  /** Other swept keys that differ within the group: their runs are averaged seed by seed. */
  readonly pooled: readonly string[];
  /** Over seeds. */
  readonly estimates: Readonly<Partial<Record<Measure, Estimate>>>;
  readonly criterion: string;
}

export interface GroupsDocument extends SetHead {
  readonly format: 'espalier.ui.groups/1';
  readonly by: readonly string[];
  /** Missing where runs of the set have different metrics. */
  readonly metricName?: string;
  readonly groups: readonly GroupRow[];
}

/** Columns of `metrics.jsonl` that curves can show; FLOPs, units and parameters as shares of the start. */
export type Axis = 'flops' | 'units' | 'parameters' | 'updates' | 'step' | Exclude<Measure, 'metric' | 'seconds'>;

export interface CurveSeries {
  readonly label: string;
  readonly criterion: string;
  readonly runs: readonly {
    readonly sweep: string;
    readonly id: string;
    readonly status: Status;
    readonly points: readonly (readonly [x: number, y: number])[];
  }[];
  /** Over seeds, on the range that all runs cover; x rises. */
  readonly mean: readonly CurveEstimate[];
}

export interface CurvesDocument extends SetHead {
  readonly format: 'espalier.ui.curves/1';
  readonly by: readonly string[];
  readonly x: Axis;
  readonly y: Axis;
  readonly series: readonly CurveSeries[];
  /** Series and runs that are left out because there are too many to tell apart. */
  readonly leftOut: {readonly series: number; readonly runs: number};
}

export interface CompareDocument {
  readonly format: 'espalier.ui.compare/1';
  readonly runs: readonly RunRow[];
  /** Names that are no run. */
  readonly missing: readonly string[];
  /** Settings that differ; nothing stands for a key that a run does not have. */
  readonly differing: readonly {readonly key: string; readonly values: readonly (string | null)[]}[];
  /** Number of settings that are the same in all. */
  readonly same: number;
}

export interface RunDocument {
  readonly format: 'espalier.ui.run/1';
  readonly run: RunRow;
  readonly folder: string;
  readonly config: string;
  /** In the order in which they are shown. */
  readonly facts: readonly (readonly [name: string, value: string])[];
  readonly attempts: readonly RunAttempt[];
  /** Seconds by stage. */
  readonly seconds: Readonly<Record<string, number>>;
  readonly metrics: readonly Readonly<Record<string, unknown>>[];
  /** Lines of the run's files that are not whole. */
  readonly brokenLines: number;
  readonly files: readonly {readonly path: string; readonly bytes: number}[];
  readonly moreFiles: boolean;
}

export interface RemovedUnit {
  readonly step: number;
  readonly group: string;
  /** In the unpruned network. */
  readonly unit: number;
  readonly score?: number;
  readonly rank?: number;
}

export interface HistoryDocument {
  readonly format: 'espalier.ui.history/1';
  readonly removed: readonly RemovedUnit[];
}

export interface LogDocument {
  readonly format: 'espalier.ui.log/1';
  readonly text: string;
  /** Bytes before the text that are left out. */
  readonly skipped: number;
}
