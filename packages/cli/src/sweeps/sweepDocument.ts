import {join} from 'node:path';
import type {RunResult, SweepSummary} from '@espalier/experiments';
import {listRuns} from '@espalier/experiments/sweeps';

/** `sweep --json`. */
export interface SweepDocument {
  readonly format: 'espalier.sweep/1';
  readonly sweep: string;
  readonly folder: string;
  readonly runs: readonly SweptRun[];
}

export interface SweptRun {
  readonly id: string;
  readonly key: string;
  readonly seed: number;
  /** What the sweep changed in this run, by dotted key. */
  readonly point: Readonly<Record<string, unknown>>;
  readonly folder: string;
  readonly status: 'finished' | 'failed' | 'to run';
  /** Why it was, or would be, done or left alone. */
  readonly reason: string;
  readonly error?: string;
  readonly result?: RunResult;
}

export async function sweepDocument(summary: SweepSummary): Promise<SweepDocument> {
  const {sweep, store, plan, finished, failed} = summary;
  const done = new Set(finished.map(({key}) => key));
  const isNew = plan.some(({key, result}) => done.has(key) && !result);
  const listed = isNew ? await listRuns(store, [sweep]) : [];
  const results = new Map(listed.map(({id, result}) => [id, result]));
  const errors = new Map(failed.map(({run, error}) => [run.key, error]));
  const runs = plan.map(({id, key, folder, reason, result, config: {seed, point}}) => ({
    id,
    key,
    seed,
    point,
    folder,
    status: done.has(key) ? ('finished' as const) : errors.has(key) ? ('failed' as const) : ('to run' as const),
    reason,
    error: errors.get(key),
    result: result ?? results.get(id)
  }));
  return {format: 'espalier.sweep/1', sweep, folder: join(store.root, sweep), runs};
}
